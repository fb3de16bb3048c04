import { t } from '@lingui/core/macro'
import type { OutcomeCounts } from '@muster/core/outcome/outcome'
import type { PlanSummary } from '@muster/core/plan/plan'
import { formatNumber } from '../../../lib/format.ts'
import { subjectWords } from '../../../lib/subject-text.ts'
import { countsWords } from './counts-text.ts'
import { endedCount } from './progress-segments.ts'

/** One job of a chain, from the report. */
export interface ChainLink {
  readonly jobId: string
  readonly title: string
  readonly at: string
  readonly counts: OutcomeCounts
  readonly undone: number
  readonly undoneBy: string | null
}

export interface ChainStep extends ChainLink {
  /** "First run", "Retry 1", … */
  readonly name: string
  readonly requested: number
  readonly sentence: string
}

/** The chain original → retry → retry: each link with its name and the words for its counts. */
export function chainSteps(chain: readonly ChainLink[]): readonly ChainStep[] {
  return chain.map((link, index) => ({
    ...link,
    name: index === 0 ? t`First run` : t`Retry ${{ number: formatNumber(index) }}`,
    requested: endedCount(link.counts) + link.counts.pending,
    sentence: countsWords(link.counts),
  }))
}

/** The totals of a chain: "40 users: 38 changed, 2 failed". */
export function chainTotals(totals: OutcomeCounts, kinds: PlanSummary['kinds']): string {
  const subjects = subjectWords(endedCount(totals) + totals.pending, kinds)
  return t`${subjects}: ${{ counts: countsWords(totals) }}`
}
