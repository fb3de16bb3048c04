import type { Route } from '@muster/contracts/route'
import * as fc from 'fast-check'
import * as z from 'zod/mini'

/** A body as it is sent. */
export interface HostileBody {
  readonly bytes: Buffer
  readonly contentType: string | null
}

const json = 'application/json'
const text = (value: string, contentType: string | null = json): HostileBody => ({
  bytes: Buffer.from(value),
  contentType,
})

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)

/** Bodies that no route may accept, whatever its schema. */
export const refusedBodies: readonly HostileBody[] = [
  text('{'),
  text('{"a":1}}'),
  text('null'),
  text('NaN'),
  text("{'a':1}"),
  text('{"a":1e999}'),
  text('{"__proto__":{"isAdmin":true}}'),
  text('{"constructor":{"prototype":{"isAdmin":true}}}'),
  text('{"a":1,"a":2}'),
  text('{"a":"\\ud800"}'),
  text('\uFEFF{"a":1}'),
  text(nested(65)),
  text(nested(100_000)),
  text(`{"a":${'{"a":'.repeat(3000)}1${'}'.repeat(3001)}`),
  text(`{"a":"${'x'.repeat(200_000)}"}`),
  text(`{"a":"${'x'.repeat(300_000)}"}`),
  text(`[${'1,'.repeat(100_000)}1]`),
  { bytes: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), contentType: json },
  { bytes: Buffer.from('{"a":1}', 'utf16le'), contentType: json },
  text('a=1', 'application/x-www-form-urlencoded'),
  text('{"a":1}', 'text/plain'),
  text('--x\r\n\r\n--x--', 'application/x-unknown'),
  text('<a/>', 'application/xml'),
  text('{"a":1}', `${json}; charset=utf-16`),
]

/** Values that fit almost nowhere. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(null, true, -1, 0.5, 2 ** 53, '', '\u0000', '\u202E', '=1+1', [], {}, [[]], { a: 1 }),
  fc.constantFrom('x'.repeat(5000), '😀'.repeat(500), "' OR 1=1--", '../../etc/passwd', '${7*7}', '%00', '__proto__'),
  fc.string({ unit: 'binary' }),
  fc.jsonValue({ maxDepth: 3 }),
)

const schemaOfBody = (body: z.ZodMiniType): unknown => z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' })
const fieldOf = (value: unknown, field: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, field) : undefined
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** A value close to a JSON Schema: each part of it may be odd or missing. */
function near(schema: unknown, depth = 0): fc.Arbitrary<unknown> {
  const choices = [...listOf(fieldOf(schema, 'anyOf')), ...listOf(fieldOf(schema, 'oneOf'))]
  if (depth > 6) return odd
  if (choices.length > 0) return fc.oneof(...choices.map((one) => near(one, depth + 1)))
  return fc.oneof({ weight: 5, arbitrary: fitting(schema, depth) }, { weight: 1, arbitrary: odd })
}

function fitting(schema: unknown, depth: number): fc.Arbitrary<unknown> {
  const options = listOf(fieldOf(schema, 'enum'))
  if (options.length > 0) return fc.constantFrom(...options)
  if (fieldOf(schema, 'const') !== undefined) return fc.constant(fieldOf(schema, 'const'))
  switch (fieldOf(schema, 'type')) {
    case 'object':
      return objectNear(schema, depth)
    case 'array':
      return fc.array(near(fieldOf(schema, 'items'), depth + 1), { maxLength: 3 })
    case 'boolean':
      return fc.boolean()
    case 'integer':
    case 'number':
      return fc.oneof(fc.integer(), fc.double())
    default:
      return fc.oneof(fc.string(), fc.emailAddress(), fc.constant('none'))
  }
}

function objectNear(schema: unknown, depth: number): fc.Arbitrary<unknown> {
  const known = Object.entries(Object(fieldOf(schema, 'properties'))).map(
    ([key, part]) => [key, near(part, depth + 1)] as const,
  )
  const fields = fc.record(Object.fromEntries(known), { requiredKeys: [] })
  const extra = fc.option(fc.tuple(fc.string({ minLength: 1 }), odd), { nil: undefined })
  return fc.tuple(fields, extra).map(([value, more]) => (more === undefined ? value : { ...value, [more[0]]: more[1] }))
}

/** Bodies close to those of a route that its schema refuses. */
export function nearBodies({ body }: Route): fc.Arbitrary<HostileBody> {
  const schema = body === undefined || body === 'raw' || body === 'multipart' ? undefined : body
  const value = schema === undefined ? odd : near(schemaOfBody(schema))
  const isRefused = (one: unknown) =>
    schema === undefined ? JSON.stringify(one) !== '{}' : !schema.safeParse(JSON.parse(JSON.stringify(one))).success
  return value.filter((one) => one !== undefined && isRefused(one)).map((one) => text(JSON.stringify(one)))
}
