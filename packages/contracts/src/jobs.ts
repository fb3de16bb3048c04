import { jobStates, waitingReasons } from '@muster/core/job/job-state'
import { outcomes } from '@muster/core/outcome/outcome'
import { fixKinds } from '@muster/core/plan/fix'
import * as z from 'zod/mini'
import { kept } from './message.ts'
import {
  causeSchema,
  identifierSchema,
  itemUserSchema,
  planItemSchema,
  planSummarySchema,
  roleOnBotSchema,
} from './plans.ts'
import { fresh, freshForManyRows, route, type StepUp } from './route.ts'
import { planSourceKinds } from './search-values.ts'
import {
  countSchema,
  cursorSchema,
  idSchema,
  limitSchema,
  numberSchema,
  outcomeCountsSchema,
  outcomeSchema,
  pageOf,
  storableText,
  timeSchema,
  titleSearchSchema,
} from './values.ts'

/** A plan being applied. */
export const jobSchema = z.object({
  id: idSchema,
  planId: idSchema,
  title: z.string(),
  titleMessage: kept,
  /** That of its plan, given by a member: shown in place of the title. */
  name: z.nullable(z.string()),
  source: z.enum(planSourceKinds),
  state: z.enum(jobStates),
  /** Why it waits or paused, in a sentence: "Waiting: Kore.ai cannot be reached. Nothing is lost." */
  reason: z.nullable(z.string()),
  reasonMessage: kept,
  /** Why it cannot send now, until when (null: a member must act), and for how many users. */
  waiting: z.nullable(z.object({ reason: z.enum(waitingReasons), until: z.nullable(timeSchema), users: countSchema })),
  /** Pending users whose response was lost, and when the first of them is re-read. */
  inDoubt: z.nullable(z.object({ users: countSchema, until: z.nullable(timeSchema) })),
  total: countSchema,
  counts: outcomeCountsSchema,
  kinds: planSummarySchema.shape.kinds,
  /** Users an hour that its calls allow, or fewer if it was slower; null while it waits or does not run. */
  ratePerHour: z.nullable(z.number()),
  /** Seconds left at that rate; null when unknown. */
  secondsLeft: z.nullable(z.number()),
  createdBy: z.string(),
  createdAt: timeSchema,
  startedAt: z.nullable(timeSchema),
  finishedAt: z.nullable(timeSchema),
  /** The job this one retries or undoes, and the ones that retry or undo it. */
  parentJobId: z.nullable(idSchema),
  childJobIds: z.array(idSchema),
  /** When a member marked the failures as resolved, and the note. */
  resolved: z.nullable(z.object({ at: timeSchema, by: z.string(), note: z.string() })),
  /** Failed or unknown users, neither retried nor dismissed. Excludes skipped users. */
  open: countSchema,
  canUndo: z.boolean(),
  /** Changed users whose change is undone. */
  undone: countSchema,
  /** The latest undo of this job that is running or undid any of it. */
  undoneBy: z.nullable(idSchema),
})
export type JobEntry = z.output<typeof jobSchema>

/** Text of a cause, for every screen that shows one. */
export const causeTextSchema = z.object({
  code: causeSchema,
  /** "Role not found". */
  title: z.string(),
  titleMessage: kept,
  /** What happened and why. */
  explanation: z.string(),
  explanationMessage: kept,
  /** What to do. */
  remedy: z.string(),
  remedyMessage: kept,
  /** Whether a retry without an edit can help. */
  retryable: z.boolean(),
})

/** Subject of a failure (a role, a bot, a group…), with the ids that a fix needs. */
const detailsSchema = z.object({
  key: z.string(),
  label: z.string(),
  labelMessage: kept,
  role: z.nullable(roleOnBotSchema),
  groupId: z.nullable(z.string()),
  botId: z.nullable(z.string()),
})

export const jobItemSchema = z.object({
  ...planItemSchema.shape,
  outcome: z.nullable(outcomeSchema),
  cause: z.nullable(causeSchema),
  details: z.nullable(detailsSchema),
  /** Muster's sentence for this item, with names. */
  message: z.nullable(z.string()),
  messageMessage: kept,
  /** Kore.ai's response, redacted and truncated. */
  koreResponse: z.nullable(z.string()),
  /** The erasure request this item went out with. */
  erasureId: z.nullable(idSchema),
  /** Job that retried this item, if one did. */
  retriedBy: z.nullable(idSchema),
  /** Job that undid this change, if one did. */
  undoneBy: z.nullable(idSchema),
  /** The member who dismissed this failure. */
  dismissedBy: z.nullable(z.string()),
  /** Whether an erasure with a lost response was sent again, which is allowed once. */
  resent: z.boolean(),
  endedAt: z.nullable(timeSchema),
})
export type JobItemEntry = z.output<typeof jobItemSchema>

/** One group of the failed-user report. */
export const failureGroupSchema = z.object({
  ...causeTextSchema.shape,
  count: countSchema,
  /** Of these, the users that the plan blocked: nothing was sent for them. */
  skipped: countSchema,
  /** Neither retried by a later job nor dismissed. */
  open: countSchema,
  dismissed: countSchema,
  /** Open failures that can be retried without an edit. */
  retriable: countSchema,
  /** Open erasures with a lost response: a member decides about them. */
  undecided: countSchema,
  /** Undecided erasures that can still be resent. */
  canResend: countSchema,
  /** Subjects of the group, for the fix. */
  details: z.array(z.extend(detailsSchema, { count: countSchema, open: countSchema })),
  /** Fixes offered in place. */
  fixes: z.array(z.enum(fixKinds)),
  examples: z.array(z.object({ seq: countSchema, user: z.nullable(itemUserSchema), identifier: identifierSchema })),
})
export type FailureGroup = z.output<typeof failureGroupSchema>

const byId = z.object({ id: idSchema })
const control = <P extends `/${string}`>(path: P, summary: string, stepUp: StepUp = 'none') =>
  route({
    method: 'POST',
    path,
    summary,
    permission: 'jobs:control',
    stepUp,
    limited: { own: 'jobs' },
    params: byId,
    responses: { 200: jobSchema },
    problems: ['job_state'],
  })

export const listJobs = route({
  method: 'GET',
  path: '/api/jobs',
  summary: 'All jobs, newest first',
  permission: 'jobs:read',
  stepUp: 'none',
  limited: 'within',
  query: z.object({
    state: z.optional(z.enum(['running', 'finished'])),
    kind: z.optional(z.enum(['update', 'remove', 'erase'])),
    source: z.optional(z.enum(planSourceKinds)),
    q: z.optional(titleSearchSchema),
    by: z.optional(storableText(320)),
    /** `failures`: has failed or unknown items; `unresolved`: and they are still open; `skipped`: has skipped items. */
    only: z.optional(z.enum(['failures', 'unresolved', 'skipped'])),
    from: z.optional(timeSchema),
    to: z.optional(timeSchema),
    cursor: z.optional(cursorSchema),
    limit: limitSchema,
  }),
  responses: { 200: z.extend(pageOf(jobSchema), { unresolved: countSchema }) },
})

/** Sums of the jobs created in one quarter of an hour: every time zone's days are made of these. */
const outcomeSumSchema = z.extend(outcomeCountsSchema, { from: timeSchema })
export type OutcomeSum = z.output<typeof outcomeSumSchema>

/** Oldest first; quarters without a job are absent. */
export const listOutcomeHistory = route({
  method: 'GET',
  path: '/api/outcomes/history',
  summary: 'Outcomes of the jobs of the last 15 days, by the quarter of an hour in which the job was created',
  permission: 'jobs:read',
  stepUp: 'none',
  limited: 'no_users',
  responses: { 200: z.object({ items: z.array(outcomeSumSchema) }) },
})

const causeCountSchema = z.object({ cause: causeSchema, userCount: countSchema, jobId: idSchema })

/** The most frequent first, each with the newest job that has it. A user whose retry failed too counts once, by the retry. */
export const listFailureCauses = route({
  method: 'GET',
  path: '/api/outcomes/causes',
  summary: 'Failed and unknown users of the jobs of the last 15 days, by cause',
  permission: 'jobs:read',
  stepUp: 'none',
  limited: 'within',
  responses: { 200: z.object({ items: z.array(causeCountSchema) }) },
})

export const getJob = route({
  method: 'GET',
  path: '/api/jobs/:id',
  summary: 'One job with its counts',
  permission: 'jobs:read',
  stepUp: 'none',
  limited: { own: 'jobs' },
  params: byId,
  responses: { 200: jobSchema },
})

export const listJobItems = route({
  method: 'GET',
  path: '/api/jobs/:id/items',
  summary: 'The users of a job and how each ended',
  permission: 'jobs:read',
  stepUp: 'none',
  limited: { own: 'jobs' },
  params: byId,
  query: z.object({
    outcome: z.optional(z.enum([...outcomes, 'pending'])),
    /** `open`: neither retried nor dismissed. */
    only: z.optional(z.enum(['open'])),
    cause: z.optional(causeSchema),
    /** `key` of an entry in `details` of a failure group. */
    details: z.optional(storableText(300)),
    q: z.optional(storableText(200)),
    cursor: z.optional(cursorSchema),
    limit: limitSchema,
  }),
  responses: { 200: pageOf(jobItemSchema) },
})

export const getJobFailures = route({
  method: 'GET',
  path: '/api/jobs/:id/failures',
  summary: 'The failed-user report: failures grouped by cause, with remedies',
  permission: 'jobs:read',
  stepUp: 'none',
  limited: { own: 'jobs' },
  params: byId,
  responses: {
    200: z.object({
      job: jobSchema,
      groups: z.array(failureGroupSchema),
      /** The chain original → retry → retry: its jobs, oldest first, and their totals. */
      chain: z.array(
        z.object({
          jobId: idSchema,
          title: z.string(),
          titleMessage: kept,
          at: timeSchema,
          counts: outcomeCountsSchema,
          undone: countSchema,
          /** The latest undo of this run. */
          undoneBy: z.nullable(idSchema),
        }),
      ),
      chainCounts: outcomeCountsSchema,
    }),
  },
})

const report = <P extends `/${string}`>(path: P, mediaType: string) =>
  route({
    method: 'GET',
    path,
    summary: 'The report as a file that is itself a valid upload',
    permission: 'jobs:read',
    stepUp: freshForManyRows,
    limited: { own: 'jobs' },
    params: byId,
    query: z.object({ only: z.optional(z.enum(['failures'])), cause: z.optional(causeSchema) }),
    responses: { 200: { mediaType } },
  })

export const downloadReportCsv = report('/api/jobs/:id/report.csv', 'text/csv')
export const downloadReportXlsx = report(
  '/api/jobs/:id/report.xlsx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
)
export const downloadReportJson = report('/api/jobs/:id/report.json', 'application/json')

export const pauseJob = control('/api/jobs/:id/pause', 'Pause: send nothing more; calls in flight end')
/** Resuming sends what the job holds, so it needs a proof where applying its plan did. */
export const resumeJob = control('/api/jobs/:id/resume', 'Continue with the remaining users', {
  kind: 'judged',
  tokens: 'tokens:unattended',
})
export const cancelJob = control('/api/jobs/:id/cancel', 'Cancel: users not sent yet are not attempted')

export const resolveJob = route({
  method: 'POST',
  path: '/api/jobs/:id/resolution',
  summary: 'Mark the failures of a job as resolved, with a note; `resolved: false` reverts it',
  permission: 'jobs:control',
  stepUp: 'none',
  limited: { own: 'jobs' },
  params: byId,
  body: z.object({ note: storableText(2000), resolved: z.optional(z.boolean()) }),
  responses: { 200: jobSchema },
  problems: ['job_state'],
})

/** Which failures of a job: all, those of one cause, those of one subject, or these. */
export const dismissFailures = route({
  method: 'POST',
  path: '/api/jobs/:id/dismissals',
  summary: 'Dismiss failures, or restore them with `dismissed: false`',
  permission: 'jobs:control',
  stepUp: 'none',
  limited: { own: 'jobs' },
  params: byId,
  body: z.object({
    dismissed: z.boolean(),
    cause: z.optional(causeSchema),
    details: z.optional(storableText(300)),
    seqs: z.optional(z.array(numberSchema).check(z.minLength(1), z.maxLength(10_000))),
  }),
  responses: { 200: jobSchema },
  problems: ['job_state'],
})

/** Sending an erasure again erases. */
const lostErasurePermission = {
  in: 'body',
  field: 'decision',
  permissions: { resend: 'users:erase', leave: 'jobs:control' },
} as const

const lostErasureStepUp = { ...fresh, when: { field: 'decision', values: ['resend'] } } as const

/** Records the decision about an erasure with a lost response: keep it, or send it again (once). */
export const decideLostErasure = route({
  method: 'POST',
  path: '/api/jobs/:id/items/:seq/lost-erasure/decision',
  summary: 'Decide about an erasure with a lost response',
  permission: lostErasurePermission,
  stepUp: lostErasureStepUp,
  limited: { own: 'jobs' },
  params: z.object({ id: idSchema, seq: z.coerce.number().check(z.int(), z.minimum(0), z.maximum(2_147_483_647)) }),
  body: z.object({ decision: z.enum(['resend', 'leave']) }),
  responses: { 200: jobItemSchema },
  problems: ['job_state', 'conflict', 'approval_required'],
})

/** Records the same decision about every undecided erasure of a job with a lost response. */
export const decideLostErasures = route({
  method: 'POST',
  path: '/api/jobs/:id/lost-erasures/decision',
  summary: 'Decide about all erasures of a job with a lost response',
  permission: lostErasurePermission,
  stepUp: lostErasureStepUp,
  limited: { own: 'jobs' },
  params: byId,
  body: z.object({ decision: z.enum(['resend', 'leave']) }),
  responses: { 200: jobSchema },
  problems: ['job_state', 'conflict', 'approval_required'],
})
