import type { FailureGroup, JobEntry, JobItemEntry } from '@muster/contracts/jobs'
import type { ChangeKind } from '@muster/core/change/change'
import type { JobState } from '@muster/core/job/job-state'
import type { CauseCode } from '@muster/core/outcome/cause'
import type { Outcome, OutcomeCounts } from '@muster/core/outcome/outcome'
import type { HeldFor } from '../../engine/ports.ts'

export interface JobFilter {
  readonly state?: 'running' | 'finished' | undefined
  readonly kind?: ChangeKind | undefined
  readonly source?: JobEntry['source'] | undefined
  readonly by?: string | undefined
  readonly only?: 'failures' | 'unresolved' | 'skipped' | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
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

/** Which failures: all, those of one cause, those about one thing, or these. */
export interface FailureFilter {
  readonly cause?: CauseCode | undefined
  readonly details?: string | undefined
  readonly seqs?: readonly number[] | undefined
}

/** One cause about one thing, counted. */
export interface FailureCount {
  readonly cause: CauseCode
  readonly key: string | null
  readonly details: Readonly<Record<string, string>>
  readonly count: number
  /** Of these, the ones the plan blocked. */
  readonly skipped: number
  /** Neither asked again nor left out. */
  readonly open: number
  readonly dismissed: number
  /** Of the open ones, those asking again as they are may help, and erasures that wait for a decision. */
  readonly retriable: number
  readonly undecided: number
  /** Of the undecided, those not sent a second time yet. */
  readonly canResend: number
}

/** What the screens read. Its own functions, apart from what the engine writes. */
export interface JobReader {
  /** Newest first; `before` is the id the page starts below. */
  list(filter: JobFilter, page: { before: string | null; limit: number }): Promise<readonly JobEntry[]>
  /** Jobs with failed or unknown items that nobody asked again, left out or dealt with. */
  unresolved(): Promise<number>
  get(id: string): Promise<JobEntry | null>
  items(id: string, filter: JobItemFilter): Promise<readonly JobItemEntry[]>
  failures(id: string): Promise<readonly FailureCount[]>
  /** Up to three users a cause. */
  failureExamples(id: string): Promise<ReadonlyMap<CauseCode, FailureGroup['examples']>>
  /** The job with those it retries and those that retry it, oldest first. */
  chain(id: string): Promise<readonly JobEntry[]>
  /** Counts over jobs where each person counts once, at the latest outcome. */
  latestCounts(ids: readonly string[]): Promise<OutcomeCounts>
}

/** What a person does to a job: the state moves only from one of `from`, with the line in the audit. */
export interface ControlTransition {
  readonly jobId: string
  readonly from: readonly JobState[]
  readonly to: JobState
  readonly reason: string | null
  /** Forget the failures so far, so that the job may fail again before it pauses itself. */
  readonly forgive: boolean
  /** Not while an owner has stopped all changes. */
  readonly needsChanges: boolean
  readonly action: 'job.paused' | 'job.resumed' | 'job.cancelled'
  readonly actor: string
  readonly sentence: (title: string) => string
  readonly at: number
}

export interface ControlResult {
  readonly updated: boolean
  readonly state: JobState
  readonly epoch: number
  /** A worker has the job. */
  readonly leased: boolean
  /** It did not move because all changes are stopped. */
  readonly stopped: boolean
}

export type Decision = 'reissue' | 'leave'

export interface JobController {
  control(move: ControlTransition): Promise<ControlResult | null>
  /** False for a job that has not ended. Null for an unknown one. */
  resolve(input: {
    jobId: string
    actor: string
    note: string
    /** False: what was said is taken back. */
    resolved: boolean
    at: number
  }): Promise<boolean | null>
  /** Leaves failures out, or takes them in again; answers how many. Null for an unknown job. */
  dismissFailures(input: {
    jobId: string
    filter: FailureFilter
    dismissed: boolean
    actor: string
    at: number
  }): Promise<number | null>
  /** Brings jobs that paused over this back in line, and no other paused job; answers them. */
  resumeHeld(input: {
    heldFor: HeldFor
    why: string
    at: number
  }): Promise<readonly { readonly id: string; readonly epoch: number }[]>
  /** `no`: not an undecided erasure in doubt, or sent a second time already. Null for an unknown item. */
  decide(input: {
    jobId: string
    seq: number
    decision: Decision
    actor: string
    at: number
  }): Promise<{ kind: 'done'; epoch: number } | { kind: 'no' } | null>
  /** The same about every one of a job that can be decided so; `no` where there is none. Null for an unknown job. */
  decideAll(input: {
    jobId: string
    decision: Decision
    actor: string
    at: number
  }): Promise<{ kind: 'done'; epoch: number } | { kind: 'no' } | null>
}

/** The file a job came from, while it is kept and as it was planned. */
export interface ReportOrigin {
  readonly uploadId: string
  readonly fileName: string
  /** Headings in the file's order, without those an earlier report added. */
  readonly header: readonly string[]
  /** Rows the plan does not hold, and why. */
  readonly dismissed: { readonly excluded: number; readonly done: number }
}

/** Where reports find the cells of the file their job came from. */
export interface ReportOrigins {
  /** Null for a job that came from no file, or whose file was forgotten or worked on since. */
  of(jobId: string): Promise<ReportOrigin | null>
  /** Cells of these rows, as they stand after fixes. */
  cells(uploadId: string, rows: readonly number[]): Promise<ReadonlyMap<number, readonly string[]>>
  /** Remembers what the file's columns mean for somebody who takes its report and may send it back. */
  remember(uploadId: string, memberId: string): Promise<void>
}
