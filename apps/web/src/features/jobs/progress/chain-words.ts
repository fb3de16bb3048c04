import type { OutcomeCounts } from '@muster/core/outcome/outcome'
import type { PlanSummary } from '@muster/core/plan/plan'
import { subjectsInWords } from '@muster/core/wording/effect-label'
import { formatPlural } from '../../../lib/format.ts'
import { countsWords } from './counts-words.ts'
import { endedCount } from './progress-segments.ts'

/** One job of a chain, as the report gives it. */
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

/** The chain original → retry → retry, each link with its name and its own totals in words. */
export function chainSteps(chain: readonly ChainLink[]): readonly ChainStep[] {
  return chain.map((link, index) => ({
    ...link,
    name: index === 0 ? 'First run' : `Retry ${index}`,
    requested: endedCount(link.counts) + link.counts.pending,
    sentence: countsWords(link.counts),
  }))
}

/** The whole chain in one sentence: "40 users over 3 runs: 38 changed, 2 failed". */
export function chainSentence(chain: readonly ChainLink[], totals: OutcomeCounts, kinds: PlanSummary['kinds']): string {
  const everyone = endedCount(totals) + totals.pending
  const runs = formatPlural(chain.length, 'run')
  return `${subjectsInWords(everyone, kinds)} over ${runs}: ${countsWords(totals)}`
}
