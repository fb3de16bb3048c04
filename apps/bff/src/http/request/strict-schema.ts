import * as z from 'zod/mini'

const { $ZodArray, $ZodDefault, $ZodNonOptional, $ZodNullable, $ZodObject, $ZodOptional } = z.core
const { $ZodPipe, $ZodPrefault, $ZodReadonly, $ZodRecord, $ZodTuple, $ZodUnion } = z.core

/** Each schema is rebuilt once. */
const parts = new WeakMap<z.core.$ZodType, z.core.$ZodType>()
const wholes = new WeakMap<z.ZodMiniType, z.ZodMiniType>()

/** Rebuilds a schema with other parts; its checks stay. */
function withParts<T extends z.core.$ZodType>(schema: T, changed: Record<string, unknown>): T {
  return z.core.clone(schema, { ...schema._zod.def, ...changed })
}

function strictShape(shape: Readonly<Record<string, z.core.$ZodType>>): Record<string, z.core.$ZodType> {
  return Object.fromEntries(Object.entries(shape).map(([key, part]) => [key, strictPart(part)]))
}

const isWrapper = (schema: z.core.$ZodType) =>
  schema instanceof $ZodOptional ||
  schema instanceof $ZodNullable ||
  schema instanceof $ZodNonOptional ||
  schema instanceof $ZodDefault ||
  schema instanceof $ZodPrefault ||
  schema instanceof $ZodReadonly

function build<T extends z.core.$ZodType>(schema: T): T {
  if (schema instanceof $ZodObject) {
    const { shape, catchall } = schema._zod.def
    return withParts(schema, { shape: strictShape(shape), catchall: catchall ?? z.never() })
  }
  if (schema instanceof $ZodArray) return withParts(schema, { element: strictPart(schema._zod.def.element) })
  if (schema instanceof $ZodUnion) return withParts(schema, { options: schema._zod.def.options.map(strictPart) })
  if (schema instanceof $ZodRecord) return withParts(schema, { valueType: strictPart(schema._zod.def.valueType) })
  if (isWrapper(schema)) return withParts(schema, { innerType: strictPart(schema._zod.def.innerType) })
  if (schema instanceof $ZodPipe) return withParts(schema, { in: strictPart(schema._zod.def.in) })
  if (schema instanceof $ZodTuple) return withParts(schema, { items: schema._zod.def.items.map(strictPart) })
  return schema
}

function strictPart(schema: z.core.$ZodType): z.core.$ZodType {
  const known = parts.get(schema)
  if (known !== undefined) return known
  const built = build(schema)
  parts.set(schema, built)
  return built
}

/** The same schema, but it refuses undeclared keys at every depth. */
export function strict(schema: z.ZodMiniType): z.ZodMiniType {
  const known = wholes.get(schema)
  if (known !== undefined) return known
  const built = build(schema)
  wholes.set(schema, built)
  return built
}
