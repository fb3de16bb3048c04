import { join } from 'node:path'
import type { ConfigSource } from './config-source.ts'
import { settings } from './settings.ts'

/** Where the proof of what was done is kept outside of the database, and how long the rest is. */
export interface ProofConfig {
  readonly signingKeyFile: string
  /** Public keys of earlier signing keys. */
  readonly publicKeysFile: string | null
  readonly heads: string
  readonly headsUrl: string | null
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

function isCollector(text: string): boolean {
  const url = URL.parse(text)
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && ['localhost', '127.0.0.1'].includes(url.hostname))
}

export function readProof(source: ConfigSource): ProofConfig {
  const dataDir = source.text(settings.dataDir)
  const headsUrl = source.text(settings.headsUrl)
  if (headsUrl !== null && !isCollector(headsUrl))
    source.problems.push('AUDIT_HEADS_URL must begin with https://, or with http:// on loopback.')
  return {
    signingKeyFile: source.text(settings.signingKeyFile) ?? join(dataDir, 'audit-signing-key.pem'),
    publicKeysFile: source.text(settings.publicKeysFile),
    heads: source.text(settings.heads) ?? join(dataDir, 'audit-heads'),
    headsUrl,
    keepUploadsDays: source.whole(settings.keepUploadsDays),
    keptDays: {
      plans: source.whole(settings.keepPlansDays),
      selections: source.whole(settings.keepSelectionsDays),
      responses: source.whole(settings.keepResponsesDays),
      jobs: source.whole(settings.keepJobsDays),
    },
    erasureDeadlineDays: source.whole(settings.erasureDeadlineDays),
    erasureNoticeDays: source.whole(settings.erasureNoticeDays),
  }
}

const fixed = (days: number | null) => ({ days, setting: null })

/** How long data is kept, with the setting that decides. */
export const keptFor = ({ keepUploadsDays, keptDays }: ProofConfig) => ({
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
