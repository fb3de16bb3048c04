import * as z from 'zod/mini'

/** A value that a JSON Schema accepts; `given` replaces fields. */
function sampleOf(schema: z.core.JSONSchema.BaseSchema, given: object = {}): unknown {
  const [first] = schema.anyOf ?? schema.oneOf ?? []
  if (first !== undefined) return sampleOf(first, given)
  // The dialect lists types that the library's own declaration does not.
  const type: unknown = Array.isArray(schema.type) ? schema.type[0] : schema.type
  if (schema.const !== undefined) return schema.const
  if (schema.enum !== undefined) return schema.enum[0]
  if (type === 'object') {
    const needed = Object.entries(schema.properties ?? {}).filter(([key]) => schema.required?.includes(key) === true)
    const parts = needed.map(([key, part]) => [key, typeof part === 'boolean' ? null : sampleOf(part)])
    return { ...Object.fromEntries(parts), ...given }
  }
  if (type === 'array') {
    const { items } = schema
    if (items === undefined || typeof items === 'boolean' || Array.isArray(items)) return []
    return Array.from({ length: schema.minItems ?? 0 }, () => sampleOf(items))
  }
  if (type === 'boolean') return true
  if (type === 'null') return null
  if (type === 'string') return 'a'.repeat(Math.max(1, schema.minLength ?? 1))
  if (type === 'integer' || type === 'number') return Math.max(1, schema.minimum ?? 1)
  throw new Error(`no sample for ${JSON.stringify(schema)}`)
}

/** A JSON body that a route accepts; `given` replaces fields. */
export const acceptedBody = (schema: z.ZodMiniType, given: object = {}): object =>
  Object(sampleOf(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }), given))
