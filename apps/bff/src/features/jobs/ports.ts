import type { FailureGroup, JobEntry, JobItemEntry, OutcomeSum } from '@muster/contracts/jobs'
import type { ChangeKind } from '@muster/core/change/change'
import type { JobState } from '@muster/core/job/job-state'
import type { CauseCode } from '@muster/core/outcome/cause'
import type { Outcome, OutcomeCounts } from '@muster/core/outcome/outcome'
import type { TitleSearch } from '@muster/core/search/title-search'
import type { Message, Sentence } from '@muster/core/text/message'
import type { PausedFor } from '../../engine/ports.ts'
import type { Own } from '../../http/session/actor.ts'

export interface JobFilter {
  readonly state?: 'running' | 'finished' | undefined
  readonly kind?: ChangeKind | undefined
  readonly source?: JobEntry['source'] | undefined
  /** Words of the title, the plan's name or the member, in any order; or an ID. */
  readonly q?: TitleSearch | undefined
  readonly by?: string | undefined
  readonly only?: 'failures' | 'unresolved' | 'skipped' | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
  /** Only the member's own; null: all. */
  readonly own: Own | null
}

/** A user of a job as stored: facts without sentences. */
export interface StoredJobItem extends Omit<JobItemEntry, 'details' | 'message' | 'messageMessage'> {
  readonly details: Readonly<Record<string, string>> | null
  /** Groups failures by what they are about. */
  readonly detailsKey: string | null
}

export interface JobItemFilter {
  readonly outcomes?: readonly (Outcome | 'pending')[] | undefined
  /** Neither retried nor dismissed. */
  readonly only?: 'open' | undefined
  readonly cause?: CauseCode | undefined
  readonly details?: string | undefined
  readonly q?: string | undefined
  readonly afterSeq: number
  readonly limit: number
}

/** Which failures: all, those of one cause, those with the same details, or these. */
export interface FailureFilter {
  readonly cause?: CauseCode | undefined
  readonly details?: string | undefined
  readonly seqs?: readonly number[] | undefined
}

/** One cause with the same details, counted. */
export interface FailureCount {
  readonly cause: CauseCode
  readonly key: string | null
  readonly details: Readonly<Record<string, string>>
  readonly count: number
  /** Of these, the ones the plan blocked. */
  readonly skipped: number
  /** Neither retried nor dismissed. */
  readonly open: number
  readonly dismissed: number
  /** Of the open ones, those that an unchanged retry may resolve, and erasures that wait for a decision. */
  readonly retriable: number
  readonly undecided: number
  /** Of the undecided, those not yet sent a second time. */
  readonly canResend: number
}

/** Items with one cause over several jobs. */
export interface CauseCount {
  readonly cause: CauseCode
  readonly userCount: number
  readonly jobId: string
}

/** Read access for the screens, separate from the engine's writes. */
export interface JobReader {
  /** Newest first; `before` is the id the page starts below. */
  list(filter: JobFilter, page: { before: string | null; limit: number }): Promise<readonly JobEntry[]>
  /** Outcomes of the jobs created since a time, by quarter of an hour, oldest first. */
  outcomeHistory(sinceMs: number): Promise<readonly OutcomeSum[]>
  /**
   * Failed and unknown items of the jobs created since a time, by cause, the most frequent first, each with its newest
   * job. Of an item whose retry failed too, only the retry counts.
   */
  failureCauses(sinceMs: number, own: Own | null): Promise<readonly CauseCount[]>
  /** Jobs with failed or unknown items that are neither retried, dismissed nor resolved. */
  unresolved(own: Own | null): Promise<number>
  get(id: string): Promise<JobEntry | null>
  items(id: string, filter: JobItemFilter): Promise<readonly StoredJobItem[]>
  failures(id: string): Promise<readonly FailureCount[]>
  /** Up to three users a cause. */
  failureExamples(id: string): Promise<ReadonlyMap<CauseCode, FailureGroup['examples']>>
  /** The job with those it retries and those that retry it, oldest first. */
  chain(id: string, own: Own | null): Promise<readonly JobEntry[]>
  /** Counts over jobs where each user counts once, at the latest outcome. */
  latestCounts(ids: readonly string[]): Promise<OutcomeCounts>
}

/** A member's control of a job: the state changes only from one of `from`, with the line in the audit. */
export interface ControlTransition {
  readonly jobId: string
  readonly from: readonly JobState[]
  readonly to: JobState
  readonly reason: Message | null
  /** Forgets earlier failures: the job may fail again before it pauses itself. */
  readonly forgive: boolean
  /** Refused while an owner has stopped all changes. */
  readonly needsChanges: boolean
  readonly action: 'job.paused' | 'job.resumed' | 'job.cancelled'
  readonly actor: string
  readonly sentence: (title: Sentence) => Message
  readonly at: number
}

export interface ControlResult {
  readonly updated: boolean
  readonly state: JobState
  readonly epoch: number
  /** A worker has the job. */
  readonly leased: boolean
  /** The state did not change because all changes are stopped. */
  readonly stopped: boolean
}

export type Decision = 'resend' | 'leave'

/**
 * `no`: not an undecided erasure in doubt, or already sent a second time. The others refuse to send again: the case of
 * the plan is on hold or closed, or the policy requires approval.
 */
export type DecisionResult =
  | { readonly kind: 'done'; readonly epoch: number }
  | { readonly kind: 'no' | 'case_held' | 'case_closed' | 'needs_approval' }

export interface JobController {
  control(move: ControlTransition): Promise<ControlResult | null>
  /** False for a job that has not ended. Null for an unknown one. */
  resolve(input: {
    jobId: string
    actor: string
    note: string
    /** False: reopens the report. */
    resolved: boolean
    at: number
  }): Promise<boolean | null>
  /** Dismisses failures, or restores them. Returns how many. Null for an unknown job. */
  dismissFailures(input: {
    jobId: string
    filter: FailureFilter
    dismissed: boolean
    actor: string
    at: number
  }): Promise<number | null>
  /** Resumes jobs that paused for this reason, and no other paused job; returns them. */
  resumePaused(input: {
    pausedFor: PausedFor
    why: Message
    at: number
  }): Promise<readonly { readonly id: string; readonly epoch: number }[]>
  /** Null for an unknown item. */
  decide(input: {
    jobId: string
    seq: number
    decision: Decision
    actor: string
    at: number
  }): Promise<DecisionResult | null>
  /** The same for every undecided one of a job. Null for an unknown job. */
  decideAll(input: { jobId: string; decision: Decision; actor: string; at: number }): Promise<DecisionResult | null>
}

/** The file of a job, while it is stored and unchanged since planning. */
export interface ReportOrigin {
  readonly uploadId: string
  readonly fileName: string
  /** Headings in the file's order, without those added by an earlier report. */
  readonly header: readonly string[]
  /** Rows that the plan does not include, and why. */
  readonly dismissed: { readonly excluded: number; readonly done: number }
}

/** Access to the cells of the file that a job was planned from. */
export interface ReportOrigins {
  /** Null for a job without a file, or whose file was deleted or changed since. */
  of(jobId: string): Promise<ReportOrigin | null>
  /** Cells of these rows, after fixes. */
  cells(uploadId: string, rows: readonly number[]): Promise<ReadonlyMap<number, readonly string[]>>
  /** Remembers the column mapping of the file for a member who downloads its report and may upload it again. */
  remember(uploadId: string, memberId: string): Promise<void>
}
