import type { ServerResponse } from 'node:http'
import { type Problem, problemStatus } from '@muster/contracts/problem'
import { scimErrorUrn } from '@muster/contracts/scim'
import type { Message } from '@muster/core/text/message'
import { englishText } from '@muster/wording/english'
import { message } from '@muster/wording/message'
import { type FieldError, ProblemError } from '../../problem-error.ts'
import { isDamaged, storeFailure } from '../../store-failure.ts'
import { apiHeaders, setHeaders } from './security-headers.ts'

/** The response body: a code to act on, a sentence to show and the id to quote. No internals. */
export function problemOf(error: ProblemError, requestId: string): Problem {
  const errors = error.errors.map((one: FieldError) => ({
    location: one.location,
    message: englishText(one.message),
    messageMessage: one.message,
  }))
  const titleMessage = message(`problem_title.${error.code}`)
  return {
    type: `urn:muster:problem:${error.code}`,
    title: englishText(titleMessage),
    titleMessage,
    status: problemStatus[error.code],
    detail: error.message,
    detailMessage: error.detail,
    code: error.code,
    requestId,
    ...(errors.length > 0 ? { errors } : {}),
  }
}

/** Codes of SCIM's errors, RFC 7644 section 3.12, by the message of the problem. */
const scimTypes: Readonly<Record<string, string>> = {
  'problem.scim_taken': 'uniqueness',
  'problem.scim_filter': 'invalidFilter',
  'problem.scim_operation': 'invalidSyntax',
}

/** The body of an error for a client of SCIM. */
function scimErrorOf({ status, detail }: Problem, { code }: Message) {
  const scimType = Object.hasOwn(scimTypes, code) ? scimTypes[code] : undefined
  const type = status === 400 ? (scimType ?? 'invalidValue') : status === 409 ? scimType : undefined
  return { schemas: [scimErrorUrn], status: String(status), ...(type === undefined ? {} : { scimType: type }), detail }
}

export function sendProblem(res: ServerResponse, error: ProblemError, requestId: string): void {
  if (res.headersSent) {
    // A partial response cannot be taken back: cut the connection, so clients do not take it for complete.
    res.destroy()
    return
  }
  const problem = problemOf(error, requestId)
  setHeaders(res, apiHeaders)
  for (const name of ['Content-Disposition', 'Content-Encoding', 'Content-Length']) res.removeHeader(name)
  res.statusCode = problem.status
  const isScim = res.req.url?.startsWith('/scim/') === true
  res.setHeader('Content-Type', isScim ? 'application/scim+json' : 'application/problem+json')
  if (problem.status === 429 || problem.status === 503)
    res.setHeader('Retry-After', String(Math.max(1, Math.ceil(error.retryAfterSeconds ?? 5))))
  else if (error.retryAfterSeconds !== undefined) res.setHeader('Retry-After', String(error.retryAfterSeconds))
  // An unread body must not be parsed as the next request.
  if (problem.status === 413 || !res.req.complete) res.setHeader('Connection', 'close')
  res.end(JSON.stringify(isScim ? scimErrorOf(problem, error.detail) : problem))
}

/** The problem for anything thrown: our own problems unchanged, the rest as `internal`. */
export function toProblem(thrown: unknown): ProblemError {
  if (thrown instanceof ProblemError) return thrown
  if (thrown instanceof URIError) return new ProblemError('invalid_request', message('problem.address_encoding'))
  if (isDamaged(thrown))
    return new ProblemError('storage_damaged', message('problem.database_damaged'), {
      cause: thrown,
      retryAfterSeconds: 60,
    })
  const trouble = storeFailure(thrown)
  if (trouble === 'away') return new ProblemError('storage_away', message('problem.database_away'), { cause: thrown })
  if (trouble === 'full') return new ProblemError('storage_full', message('problem.disk_full'), { cause: thrown })
  return new ProblemError('internal', message('problem.internal'), {
    cause: thrown,
  })
}
