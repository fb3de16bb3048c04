import type { Change } from '../change/change.ts'
import { stageSize } from '../policy/volume.ts'
import { type CallCapacity, capacityPace } from './call-capacity.ts'
import type { JobState, WaitingReason } from './job-state.ts'

/** What is known of a job at a moment. Times in milliseconds since 1970. */
export interface JobFacts {
  readonly state: JobState
  readonly isFinished: boolean
  readonly kinds: Readonly<Record<Change['kind'], number>>
  /** Users without an outcome. */
  readonly left: number
  /** Users with an outcome of calls since `recentSince`, at most a minute ago. */
  readonly recent: number
  readonly recentSince: number
  readonly startedAt: number | null
  /** What must be resolved before it resumes. */
  readonly pausedFor: 'credential' | 'resume' | null
  /** Whether an owner stopped all changes. */
  readonly isStopped: boolean
  /** When its first call may leave. */
  readonly startAt: number | null
  /** What its worker waits for, and until when. */
  readonly waitsFor: WaitingReason | null
  readonly waitsUntil: number | null
  /** Users whose response was lost, and when the first of them is re-read. */
  readonly doubtful: number
  readonly doubtfulUntil: number | null
  /** Whether a call is claimed or sent, without a response yet. */
  readonly isSending: boolean
  /** Users whose removal is verified or whose erasure is queued. */
  readonly proven: number
  /** Whether a change is left that an undo can revert. */
  readonly isUndoable: boolean
  /** What its calls may carry; null if nothing limits them. */
  readonly calls: CallCapacity | null
  readonly now: number
}

export interface JobWaiting {
  readonly reason: WaitingReason
  /** Null: a member must act. */
  readonly until: number | null
  readonly users: number
}

/** What a job waits for. Lost responses count once nothing else may be sent and none of them is due. */
export function jobWaiting(job: JobFacts): JobWaiting | null {
  const { state, pausedFor, left, startAt, waitsFor, waitsUntil, now } = job
  if (job.isFinished || left === 0) return null
  if (job.isStopped && (state === 'queued' || pausedFor === 'resume'))
    return { reason: 'stopped', until: null, users: left }
  if (state === 'paused') return pausedFor === 'credential' ? { reason: 'credential', until: null, users: left } : null
  if (state === 'queued' && startAt !== null && startAt > now)
    return { reason: 'delayed_start', until: startAt, users: left }
  if (waitsFor !== null && waitsUntil !== null && (waitsUntil > now || state === 'waiting'))
    return { reason: waitsFor, until: waitsUntil, users: left }
  return lostResponses(job)
}

function lostResponses({ doubtful, doubtfulUntil, left, isSending, now, ...job }: JobFacts): JobWaiting | null {
  const blocks = doubtful === left || (isStaged(job) && !isSending)
  if (!blocks || doubtfulUntil === null || doubtfulUntil <= now) return null
  return { reason: 'lost_responses', until: doubtfulUntil, users: doubtful }
}

/** Whether each call of the job waits for the one before it. */
const isStaged = ({ kinds, proven }: Pick<JobFacts, 'kinds' | 'proven'>): boolean =>
  kinds.remove + kinds.erase > 0 && Number.isFinite(stageSize(proven))

/** The users whose response was lost, and when the first of them is re-read; null if there are none. */
export const jobInDoubt = ({ isFinished, doubtful, doubtfulUntil }: JobFacts): Omit<JobWaiting, 'reason'> | null =>
  isFinished || doubtful === 0 ? null : { users: doubtful, until: doubtfulUntil }

export interface JobPace {
  /** Null while it waits or does not run, or while nothing is known of its pace. */
  readonly ratePerHour: number | null
  readonly secondsLeft: number | null
}

/**
 * How fast a job is, and how long it takes: as its calls allow, or as it was in the last minute if that is slower. The
 * first minute is no measure: its calls begin small.
 */
export function jobPace(job: JobFacts): JobPace {
  const { state, startedAt, now, left, doubtful, doubtfulUntil, kinds } = job
  const unknown = { ratePerHour: null, secondsLeft: null }
  if (jobWaiting(job) !== null || state !== 'running' || startedAt === null) return unknown
  const pace = job.calls === null ? null : capacityPace(job.calls, kinds)
  const isMeasured = pace === null || now - startedAt >= 60_000
  if (isMeasured && job.recent === 0) return unknown
  const seconds = Math.max(1, (now - Math.max(startedAt, job.recentSince)) / 1000)
  const rate = isMeasured ? Math.round((job.recent / seconds) * 3600) : Infinity
  const users = left - doubtful
  // Users in doubt end no sooner than their re-read, however fast the others are.
  const doubt = ((doubtfulUntil ?? 0) - now) / 1000
  const longest = Math.max((users / rate) * 3600, pace?.secondsFor(users) ?? 0, doubt, 0)
  return { ratePerHour: Math.min(rate, pace?.usersPerHour ?? Infinity), secondsLeft: Math.ceil(longest) }
}

/** A job is undone once it has ended, for what it changed and no undo reverted yet. */
export const canUndo = ({ isFinished, isUndoable }: JobFacts): boolean => isFinished && isUndoable
