import type { Problem, ProblemCode } from '@muster/contracts/problem'

/** A problem as the app shows it: the server's, or one of the connection to the server. */
export type ApiProblem = Omit<Problem, 'code'> & {
  readonly code: ProblemCode | 'offline' | 'unexpected_response' | 'passkey_unused'
}

/** The only error that `call` throws besides an abort. `problem.detail` is a sentence for the user. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly problem: ApiProblem

  constructor(problem: ApiProblem, cause?: unknown) {
    super(problem.detail, cause === undefined ? undefined : { cause })
    this.problem = problem
  }
}
