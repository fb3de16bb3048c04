import type { CauseCode } from '@muster/core/outcome/cause'
import type { Outcome } from '@muster/core/outcome/outcome'
import type { RunItem } from './ports.ts'

/** The end of an item, before it becomes a sentence. */
export interface End {
  readonly outcome: Outcome
  readonly cause: CauseCode | null
  readonly details: Readonly<Record<string, string>> | null
  readonly koreResponse: string | null
}

export const end = (outcome: Outcome, cause: CauseCode | null = null, more: Partial<End> = {}): End => ({
  outcome,
  cause,
  details: null,
  koreResponse: null,
  ...more,
})

/** Whether an effect that a re-read shows may be this job's own. */
export const wasSent = ({ attempts, refusals }: RunItem): boolean => attempts + refusals > 0

export const userFacts = ({ item }: RunItem): Record<string, string> => ({
  user: item.user?.email ?? item.identifier.value,
})
