import type { ConfigSource } from './config-source.ts'
import { settings } from './settings.ts'

/** How long data is kept, and the deadline of erasure cases. */
export interface RetentionConfig {
  readonly keepUploadsDays: number
  /** Days that the maintenance keeps data; null: forever, or as long as what it belongs to. */
  readonly keptDays: {
    readonly plans: number
    readonly selections: number
    readonly responses: number | null
    readonly jobs: number | null
  }
  readonly erasureDeadlineDays: number
  readonly erasureNoticeDays: number
}

export const readRetention = (source: ConfigSource): RetentionConfig => ({
  keepUploadsDays: source.whole(settings.keepUploadsDays),
  keptDays: {
    plans: source.whole(settings.keepPlansDays),
    selections: source.whole(settings.keepSelectionsDays),
    responses: source.whole(settings.keepResponsesDays),
    jobs: source.whole(settings.keepJobsDays),
  },
  erasureDeadlineDays: source.whole(settings.erasureDeadlineDays),
  erasureNoticeDays: source.whole(settings.erasureNoticeDays),
})

const fixed = (days: number | null) => ({ days, setting: null })

/** How long data is kept, with the setting that decides. */
export const keptFor = ({ keepUploadsDays, keptDays }: RetentionConfig) => ({
  uploads: { days: keepUploadsDays, setting: settings.keepUploadsDays.name },
  plans: { days: keptDays.plans, setting: settings.keepPlansDays.name },
  selections: { days: keptDays.selections, setting: settings.keepSelectionsDays.name },
  responses: { days: keptDays.responses, setting: settings.keepResponsesDays.name },
  jobs: { days: keptDays.jobs, setting: settings.keepJobsDays.name },
  cases: { days: keptDays.jobs, setting: settings.keepJobsDays.name },
  notices: fixed(30),
  emails: fixed(30),
  audit: fixed(null),
})
