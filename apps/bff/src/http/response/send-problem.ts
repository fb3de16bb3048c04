import type { ServerResponse } from 'node:http'
import { type Problem, type ProblemCode, problemStatus } from '@muster/contracts/problem'
import { messageOf } from '@muster/wording/english'
import { type FieldError, ProblemError } from '../../problem-error.ts'
import { storeFailure } from '../../store-failure.ts'
import { apiHeaders, setHeaders } from './security-headers.ts'

const titles: Partial<Record<ProblemCode, string>> = {
  not_signed_in: 'Not signed in',
  csrf_refused: 'Possible forgery',
  internal: 'Internal error',
  kore_unreachable: 'Kore.ai cannot be reached',
  kore_unexpected: 'Unexpected response from Kore.ai',
  kore_rate_limited: "Kore.ai's rate limit",
  kore_credential_rejected: 'Kore.ai rejects the credentials',
  kore_scope_missing: 'A Kore.ai scope is missing',
}
const titleOf = (code: ProblemCode) => {
  const words = code.replaceAll('_', ' ')
  return titles[code] ?? words.charAt(0).toUpperCase() + words.slice(1)
}

/** The response body: a code to act on, a sentence to show and the id to quote. No internals. */
export function problemOf(error: ProblemError, requestId: string): Problem {
  const errors = error.errors.map((one: FieldError) => ({ location: one.location, message: one.message }))
  return {
    type: `urn:muster:problem:${error.code}`,
    title: titleOf(error.code),
    status: problemStatus[error.code],
    detail: error.message,
    detailMessage: messageOf(error.detail),
    code: error.code,
    requestId,
    ...(errors.length > 0 ? { errors } : {}),
  }
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
  res.setHeader('Content-Type', 'application/problem+json')
  if (problem.status === 429 || problem.status === 503)
    res.setHeader('Retry-After', String(Math.max(1, Math.ceil(error.retryAfterSeconds ?? 5))))
  else if (error.retryAfterSeconds !== undefined) res.setHeader('Retry-After', String(error.retryAfterSeconds))
  // An unread body must not be parsed as the next request.
  if (problem.status === 413 || !res.req.complete) res.setHeader('Connection', 'close')
  res.end(JSON.stringify(problem))
}

/** The problem for anything thrown: our own problems unchanged, the rest as `internal`. */
export function toProblem(thrown: unknown): ProblemError {
  if (thrown instanceof ProblemError) return thrown
  if (thrown instanceof URIError)
    return new ProblemError('invalid_request', 'The address is not valid percent-encoded UTF-8.')
  const trouble = storeFailure(thrown)
  if (trouble === 'away')
    return new ProblemError(
      'storage_away',
      'The database cannot be reached. Saved data is safe; try again in a moment.',
      { cause: thrown },
    )
  if (trouble === 'full')
    return new ProblemError(
      'storage_full',
      'The data disk is full. Free some space and try again; saved data is safe.',
      { cause: thrown },
    )
  return new ProblemError('internal', 'An internal error occurred. The log has the details under this request ID.', {
    cause: thrown,
  })
}
