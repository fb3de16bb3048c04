import type { IncomingMessage } from 'node:http'
import type { Route } from '@muster/contracts/route'
import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import * as z from 'zod/mini'
import { type FieldError, ProblemError } from '../../problem-error.ts'
import { fieldMessage } from './field-message.ts'
import { readBody } from './read-body.ts'
import { parseJson } from './strict-json.ts'
import { strict } from './strict-schema.ts'

const maxKeys = 50
const maxLength = 8000

const refuse = (location: string, what: Message): never => {
  throw new ProblemError('invalid_request', message('problem.query_not_acceptable', { what }), {
    errors: [{ location, message: what }],
  })
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return refuse('query', message('query.encoding'))
  }
}

/** The query with one scalar for each key. Refuses duplicate keys, brackets, NUL and malformed encodings. */
function parseQuery(url: string): Record<string, string> {
  const mark = url.indexOf('?')
  // Without a prototype, so no key can reach one.
  const query: Record<string, string> = Object.create(null)
  if (mark < 0 || mark === url.length - 1) return query
  if (url.length - mark > maxLength) refuse('query', message('query.length', { most: maxLength }))
  const pairs = url.slice(mark + 1).split('&')
  if (pairs.length > maxKeys) refuse('query', message('query.keys', { most: maxKeys }))
  for (const pair of pairs) {
    const equals = pair.indexOf('=')
    const key = decode(equals < 0 ? pair : pair.slice(0, equals))
    const value = equals < 0 ? '' : decode(pair.slice(equals + 1))
    if (!/^[A-Za-z][\w-]{0,63}$/.test(key)) refuse('query', message('query.key', { key: key.slice(0, 64) }))
    if (key in query) refuse(`query.${key}`, message('query.repeated'))
    if (value.includes('\u0000')) refuse(`query.${key}`, message('query.nul'))
    query[key] = value
  }
  return query
}

type Part = 'params' | 'query' | 'body'

const steps = (path: readonly PropertyKey[]) =>
  path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('')

/** One line for each issue; of a union, the issues of the closest branch. */
function fieldErrors(issues: readonly z.core.$ZodIssue[], at: string): FieldError[] {
  return issues.flatMap((issue) => {
    const location = at + steps(issue.path)
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      const closest = issue.errors.toSorted((one, other) => one.length - other.length)[0]
      return fieldErrors(closest ?? [], location)
    }
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({
        location: `${location}.${key.slice(0, 100)}`,
        message: message('field.unknown'),
      }))
    return [{ location, message: fieldMessage(issue) }]
  })
}

function parsePart(schema: z.ZodMiniType, value: unknown, part: Part): unknown {
  const result = strict(schema).safeParse(value, { reportInput: true })
  if (result.success) return result.data
  const errors = fieldErrors(result.error.issues, part).slice(0, 50)
  const first = errors[0]
  const where = first === undefined ? '' : message('field.at', { location: first.location, issue: first.message })
  throw new ProblemError('invalid_request', message('problem.request_mismatch', { where }), { errors })
}

/** No body, or an empty JSON object: some clients cannot send a request of this method without one. */
async function refuseBody(req: IncomingMessage): Promise<undefined> {
  const bytes = await readBody(req)
  if (bytes.length > 0 && bytes.toString('utf8').trim() !== '{}')
    throw new ProblemError('invalid_request', message('problem.no_body_accepted'), {
      errors: [{ location: 'body', message: message('field.not_expected') }],
    })
  return undefined
}

async function parseBody(route: Route, req: IncomingMessage): Promise<unknown> {
  if (route.body === 'raw' || route.body === 'multipart') return undefined
  if (route.method === 'GET') return undefined
  if (route.body === undefined) return await refuseBody(req)
  const bytes = await readBody(req)
  if (bytes.length === 0)
    throw new ProblemError('invalid_request', message('problem.body_required'), {
      errors: [{ location: 'body', message: message('field.missing') }],
    })
  return parsePart(route.body, parseJson(bytes), 'body')
}

/** The inputs of a request, parsed by the schemas of its route. */
export interface ParsedInputs {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
}

/** Parses a route's inputs with its schemas; refuses undeclared keys. */
export async function parseInputs(
  route: Route,
  req: IncomingMessage,
  pathParams: Readonly<Record<string, unknown>>,
): Promise<ParsedInputs> {
  const nothing = z.object({})
  const params = parsePart(route.params ?? nothing, { ...pathParams }, 'params')
  const query = parsePart(route.query ?? nothing, parseQuery(req.url ?? ''), 'query')
  return { params, query, body: await parseBody(route, req) }
}
