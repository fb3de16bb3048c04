import type { ProblemCode } from '@muster/contracts/problem'

export interface FieldError {
  /** Where: `body.users[3].email`, `query.cursor`, `row 12, column "Role"`. */
  readonly location: string
  readonly message: string
}

/** A failure a caller may meet, with the sentence to show. Anything else thrown is a defect and answers `internal`. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly code: ProblemCode
  readonly errors: readonly FieldError[]
  /** Seconds for `Retry-After`, where asking again helps. */
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
