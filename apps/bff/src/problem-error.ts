import type { ProblemCode } from '@muster/contracts/problem'

export interface FieldError {
  /** Location: `body.users[3].email`, `query.cursor`, `row 12, column "Role"`. */
  readonly location: string
  readonly message: string
}

/** An expected failure, with the sentence to show. Anything else thrown is a bug and becomes `internal`. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly code: ProblemCode
  readonly errors: readonly FieldError[]
  /** Seconds for `Retry-After`, if a retry helps. */
  readonly retryAfterSeconds: number | undefined

  constructor(
    code: ProblemCode,
    detail: string,
    more: { errors?: readonly FieldError[]; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(detail, more.cause === undefined ? undefined : { cause: more.cause })
    this.code = code
    this.errors = more.errors ?? []
    this.retryAfterSeconds = more.retryAfterSeconds
  }
}
