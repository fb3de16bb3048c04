import * as z from 'zod/mini'

const made = new WeakMap<z.core.$ZodType, z.core.$ZodType>()

/** Rebuilds a schema with other parts; its checks stay. */
function withParts(schema: z.core.$ZodType, parts: Record<string, unknown>): z.core.$ZodType {
  return z.core.clone(schema, { ...schema._zod.def, ...parts })
}

function strictShape(shape: Readonly<Record<string, z.core.$ZodType>>): Record<string, z.core.$ZodType> {
  return Object.fromEntries(Object.entries(shape).map(([key, part]) => [key, strictPart(part)]))
}

function build(schema: z.core.$ZodType): z.core.$ZodType {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- zod's own union of its schemas narrows on `type`
  const def = (schema as z.core.$ZodTypes)._zod.def
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- the others have no schema inside
  switch (def.type) {
    case 'object':
      return withParts(schema, { shape: strictShape(def.shape), catchall: def.catchall ?? z.never() })
    case 'array':
      return withParts(schema, { element: strictPart(def.element) })
    case 'union':
      return withParts(schema, { options: def.options.map(strictPart) })
    case 'record':
      return withParts(schema, { valueType: strictPart(def.valueType) })
    case 'optional':
    case 'nullable':
    case 'nonoptional':
    case 'default':
    case 'prefault':
    case 'readonly':
      return withParts(schema, { innerType: strictPart(def.innerType) })
    case 'pipe':
      return withParts(schema, { in: strictPart(def.in) })
    case 'tuple':
      return withParts(schema, { items: def.items.map(strictPart) })
    default:
      return schema
  }
}

function strictPart(schema: z.core.$ZodType): z.core.$ZodType {
  const known = made.get(schema)
  if (known !== undefined) return known
  const built = build(schema)
  made.set(schema, built)
  return built
}

/** The same schema, but it refuses undeclared keys at every depth. */
export function strict(schema: z.ZodMiniType): z.ZodMiniType {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a clone of a mini schema is a mini schema
  return strictPart(schema) as z.ZodMiniType
}
