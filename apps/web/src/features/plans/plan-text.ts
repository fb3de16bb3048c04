import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import type { PlanEntry } from '@muster/contracts/plans'
import type { PlanListEntry } from '@muster/contracts/plans/listed-plans'
import { sourceWords } from '../../lib/source-text.ts'

const states: Readonly<Record<PlanEntry['state'], MessageDescriptor>> = {
  computing: msg`Computing`,
  ready: msg`Draft, not applied`,
  failed: msg`Failed, not applied`,
  applied: msg`Applied`,
  expired: msg`Expired, not applied`,
  replaced: msg`Replaced by an edit`,
}

/** The state of a plan in the list of plans. */
export const stateWords = ({ state, approval }: Pick<PlanListEntry, 'state' | 'approval'>): string =>
  state === 'ready' && approval === 'waiting' ? t`Sent for approval` : i18n._(states[state])

/** The source of a plan. An upload with a parent job holds the failed rows of that job. */
export function originWords({ source, parentJobId }: Pick<PlanEntry, 'source' | 'parentJobId'>): string {
  return source === 'upload' && parentJobId !== null ? t`for the failed rows of a job` : sourceWords(source)
}

/** What a hold means for a plan that is not applied yet. */
export const holdWords = (): string =>
  t`All jobs are held: Settings shows why. The job of this plan waits until an owner releases them.`
