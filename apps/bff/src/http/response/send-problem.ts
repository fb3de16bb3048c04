import type { ServerResponse } from 'node:http'
import { type Problem, type ProblemCode, problemStatus } from '@muster/contracts/problem'
import { type FieldError, ProblemError } from '../../problem-error.ts'
import { storeTrouble } from '../../store-trouble.ts'
import { apiHeaders, setHeaders } from './security-headers.ts'

const titles: Partial<Record<ProblemCode, string>> = {
  not_signed_in: 'Not signed in',
  csrf_refused: 'Refused as a possible forgery',
  internal: 'A fault of the desk',
  kore_unreachable: 'Kore.ai cannot be reached',
  kore_unexpected: 'An unexpected answer from Kore.ai',
  kore_rate_limited: "Kore.ai's rate limit",
  kore_credential_rejected: 'Kore.ai rejects the credentials',
  kore_scope_missing: 'A Kore.ai scope is missing',
}
const titleOf = (code: ProblemCode) => {
  const words = code.replaceAll('_', ' ')
  return titles[code] ?? words.charAt(0).toUpperCase() + words.slice(1)
}

/** The answer's body: a code to act on, a sentence to show and the id to quote. Nothing of the inside. */
export function problemOf(error: ProblemError, requestId: string): Problem {
  const errors = error.errors.map((one: FieldError) => ({ location: one.location, message: one.message }))
  return {
    type: `urn:muster:problem:${error.code}`,
    title: titleOf(error.code),
    status: problemStatus[error.code],
    detail: error.message,
    code: error.code,
    requestId,
    ...(errors.length > 0 ? { errors } : {}),
  }
}

export function sendProblem(res: ServerResponse, error: ProblemError, requestId: string): void {
  if (res.headersSent) {
    // Half an answer cannot be taken back: cut it, so that nobody takes it for whole.
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
  // A body that was not read through must not be taken for the next request.
  if (problem.status === 413 || !res.req.complete) res.setHeader('Connection', 'close')
  res.end(JSON.stringify(problem))
}

/** What anything thrown means to the caller: our own problems as they are, the rest as `internal`. */
export function toProblem(thrown: unknown): ProblemError {
  if (thrown instanceof ProblemError) return thrown
  if (thrown instanceof URIError)
    return new ProblemError('invalid_request', 'The address is not valid percent-encoded UTF-8.')
  const trouble = storeTrouble(thrown)
  if (trouble === 'away')
    return new ProblemError(
      'storage_away',
      'The database cannot be reached. Nothing that was saved is lost; try again in a moment.',
      { cause: thrown },
    )
  if (trouble === 'full')
    return new ProblemError(
      'storage_full',
      'The disk that holds the data is full. Free some space and try again; nothing that was kept is lost.',
      { cause: thrown },
    )
  return new ProblemError(
    'internal',
    'Something went wrong inside the desk. The log has the details under this request id.',
    {
      cause: thrown,
    },
  )
}
