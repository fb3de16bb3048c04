import type { Setting } from './setting.ts'

/** Settings of how long data is kept, and of the deadline of erasure cases. */
export const retentionSettings = {
  keepUploadsDays: {
    name: 'MUSTER_KEEP_UPLOADS_DAYS',
    kind: 'whole',
    default: 30,
    min: 1,
    max: 30,
    text: 'days that a file and its rows are kept',
  },
  keepPlansDays: {
    name: 'MUSTER_KEEP_PLANS_DAYS',
    kind: 'whole',
    default: 7,
    min: 2,
    max: 90,
    text: 'days that a plan is kept that was not applied',
  },
  keepSelectionsDays: {
    name: 'MUSTER_KEEP_SELECTIONS_DAYS',
    kind: 'whole',
    default: 1,
    min: 1,
    max: 30,
    text: 'days that a selection of users is kept',
  },
  keepResponsesDays: {
    name: 'MUSTER_KEEP_RESPONSES_DAYS',
    kind: 'whole',
    default: null,
    min: 1,
    max: 36_500,
    shownDefault: 'none: as long as their job',
    text: "days after the end of a job that Kore.ai's responses to its calls are kept",
  },
  erasureDeadlineDays: {
    name: 'MUSTER_ERASURE_DEADLINE_DAYS',
    kind: 'whole',
    default: 30,
    min: 1,
    max: 365,
    text: 'days from the receipt of a request by data subjects to its legal deadline',
  },
  erasureNoticeDays: {
    name: 'MUSTER_ERASURE_NOTICE_DAYS',
    kind: 'whole',
    default: 7,
    min: 1,
    max: 365,
    text: 'days before the legal deadline of an erasure case that a notice is sent, once',
  },
  keepJobsDays: {
    name: 'MUSTER_KEEP_JOBS_DAYS',
    kind: 'whole',
    default: null,
    min: 31,
    max: 36_500,
    shownDefault: 'none: forever',
    text: 'days after its end that a job is kept, with its plan, items and erasures. The audit is kept',
  },
} as const satisfies Readonly<Record<string, Setting>>
