import { type Granted, may } from '../permission.ts'
import type { Message } from '../text/message.ts'

/** What Muster sends notices about. */
export const noticeKinds = [
  'approval.requested',
  'approval.approved',
  'approval.rejected',
  'approval.changes_requested',
  'approval.expired',
  'job.failed',
  'job.paused',
  'case.due_soon',
  'changes.stopped',
  'break_glass.used',
  'test',
] as const
export type NoticeKind = (typeof noticeKinds)[number]

/** The kinds of places that receive notices. */
export const destinationKinds = ['webhook', 'slack', 'teams', 'email'] as const
export type DestinationKind = (typeof destinationKinds)[number]

/**
 * A notice has links and counts. Names of people are in `detail`, which is sent where a setting permits it, and in `actor`
 * and `author`, which decide who gets an email.
 */
export interface Notice {
  readonly kind: NoticeKind
  /** Page of the app, from the root. */
  readonly path: string
  readonly jobId: string | null
  /** Users without success, for a job. */
  readonly failed: number | null
  /** The sentence of the audit. */
  readonly detail: Message | null
  /** Email of the member who acted, and of the author of the plan. */
  readonly actor?: string | null | undefined
  readonly author?: string | null | undefined
}

/** What a notice is derived from: an entry of the audit. */
export interface NoticeSource {
  readonly action: string
  readonly actor: string
  readonly jobId: string | null
  readonly sentence: Message | null
}

const failedCounts = new Set(['count.failed', 'count.unknown', 'count.not_attempted'])

/** Users whose change did not succeed, from the counts in the sentence of a finished job. */
function failedUsers(sentence: Message | null): number {
  const counts = sentence?.facts['counts']
  if (!Array.isArray(counts)) return 0
  return counts.reduce((sum: number, one: unknown) => sum + countOf(one), 0)
}

function countOf(fact: unknown): number {
  if (typeof fact !== 'object' || fact === null || !('code' in fact) || !('facts' in fact)) return 0
  if (!failedCounts.has(String(fact.code))) return 0
  const count: unknown = Reflect.get(Object(fact.facts), 'count')
  return typeof count === 'number' ? count : 0
}

const ofApprovals: ReadonlyMap<string, NoticeKind> = new Map(
  (
    [
      'approval.requested',
      'approval.approved',
      'approval.rejected',
      'approval.changes_requested',
      'approval.expired',
    ] as const
  ).map((kind) => [kind, kind]),
)

/** The author of the plan that a sentence is about, also of one with a reason. */
function authorIn(sentence: Message | null): string | null {
  const author = sentence?.facts['author']
  if (typeof author === 'string') return author
  const inner = sentence?.facts['sentence']
  return typeof inner === 'object' && 'facts' in inner ? authorIn(inner) : null
}

/** The notice about an entry of the audit; null for most. */
export function noticeOf({ action, actor, jobId, sentence }: NoticeSource): Notice | null {
  const base = { jobId, failed: null, detail: sentence, actor, author: authorIn(sentence) }
  const ofApproval = ofApprovals.get(action)
  if (ofApproval !== undefined) return { ...base, kind: ofApproval, path: '/approvals' }
  if (action === 'case.due_soon') return { ...base, kind: 'case.due_soon', path: '/erasures/cases' }
  if (action === 'changes.stopped') return { ...base, kind: 'changes.stopped', path: '/settings' }
  if (action === 'break_glass.used') return { ...base, kind: 'break_glass.used', path: '/settings/members' }
  if (jobId === null) return null
  const path = `/jobs/${encodeURIComponent(jobId)}`
  // A member who pauses a job knows of it.
  if (action === 'job.paused') return actor === 'Muster' ? { ...base, kind: 'job.paused', path } : null
  const failed = action === 'job.finished' ? failedUsers(sentence) : 0
  return failed === 0 ? null : { ...base, kind: 'job.failed', path, failed }
}

/** Attempts before a delivery is given up. */
export const mostAttempts = 10

/** Seconds until the next attempt: ten, three times as long after each failure, at most six hours. */
export const retryAfterSeconds = (attempts: number): number => Math.min(10 * 3 ** Math.max(0, attempts - 1), 6 * 3600)

/** A member who may get notices by email. */
export interface NoticeReader extends Granted {
  readonly email: string
}

/**
 * Whether a notice concerns a member: a request for approval those who approve, a decision the author of the plan, a near
 * deadline all who erase, and the use of the break-glass account all who manage members. The others are for the configured addresses.
 */
export function concerns({ kind, actor, author }: Notice, reader: NoticeReader): boolean {
  if (kind === 'approval.requested') return may(reader, 'plans:approve') && reader.email !== actor
  if (kind === 'case.due_soon') return may(reader, 'users:erase')
  if (kind === 'break_glass.used') return may(reader, 'members:manage')
  return kind.startsWith('approval.') && reader.email === author
}
