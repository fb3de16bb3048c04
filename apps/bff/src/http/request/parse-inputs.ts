import type { IncomingMessage } from 'node:http'
import type { Route } from '@muster/contracts/route'
import { message } from '@muster/wording/message'
import * as z from 'zod/mini'
import { type FieldError, ProblemError } from '../../problem-error.ts'
import { fieldMessage } from './field-message.ts'
import { parseQuery } from './parse-query.ts'
import { readBody } from './read-body.ts'
import { parseJson } from './strict-json.ts'
import { strict } from './strict-schema.ts'

type Part = 'params' | 'query' | 'body'

const steps = (path: readonly PropertyKey[]) =>
  path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('')

/** One line for each issue; of a union, the issues of the closest branch. */
function faults(issues: readonly z.core.$ZodIssue[], at: string): FieldError[] {
  return issues.flatMap((issue) => {
    const location = at + steps(issue.path)
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      const closest = issue.errors.toSorted((one, other) => one.length - other.length)[0]
      return faults(closest ?? [], location)
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
  const errors = faults(result.error.issues, part).slice(0, 50)
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
