import { type ProblemCode, problemStatus } from '@muster/contracts/problem'
import { incompleteOf, type Permission } from '@muster/core/permission'
import type { Message, Sentence } from '@muster/core/text/message'
import { englishText } from '@muster/wording/english'
import { message } from '@muster/wording/message'

export interface FieldError {
  /** Location: `body.users[3].email`, `query.cursor`, `row 12, column "Role"`. */
  readonly location: string
  readonly message: Message
}

/** An expected failure, with the sentence to show. Anything else thrown is a bug and becomes `internal`. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly code: ProblemCode
  /** What happened, where, and what to do. `message` is the same in English. */
  readonly detail: Message
  readonly errors: readonly FieldError[]
  /** Seconds for `Retry-After`, if a retry helps. */
  readonly retryAfterSeconds: number | undefined
  /** The audit records the act as refused. Acts that lack a permission are recorded anyway. */
  readonly isRefusal: boolean

  constructor(
    code: ProblemCode,
    detail: Message,
    more: { errors?: readonly FieldError[]; retryAfterSeconds?: number; isRefusal?: true; cause?: unknown } = {},
  ) {
    super(englishText(detail), more.cause === undefined ? undefined : { cause: more.cause })
    this.code = code
    this.detail = detail
    this.errors = more.errors ?? []
    this.retryAfterSeconds = more.retryAfterSeconds
    this.isRefusal = more.isRefusal === true || problemStatus[code] === 403
  }
}

/** A stored sentence as the detail of a problem; earlier versions stored it without a code. */
export const asMessage = (sentence: Sentence | null): Message | null =>
  typeof sentence === 'string' ? message('text.stored', { sentence }) : sentence

/** The refusal of an act that the member may never do, or not now. */
export const refusedAct = (detail: Message, code: ProblemCode = 'conflict'): ProblemError =>
  new ProblemError(code, detail, { isRefusal: true })

/** The refusal of an act whose permission the member lacks. */
export const lacksPermission = (permission: Permission): ProblemError =>
  new ProblemError(
    'forbidden',
    message('problem.lacks_permission', { permission: message(`permission.${permission}`) }),
  )

/** Refuses permissions for a role or token of which one has no effect without another. */
export function refuseIncomplete(chosen: readonly Permission[]): void {
  const incomplete = incompleteOf(chosen)
  if (incomplete === null) return
  const permission = message(`permission.${incomplete.permission}`)
  const other = message(`permission.${incomplete.other}`)
  throw new ProblemError('conflict', message('problem.permission_needs_other', { permission, other }))
}
