import type { PlanSource } from '@muster/contracts/plans'
import type { Change, UpdateChange } from '@muster/core/change'
import type { PlanOrigin } from '@muster/core/plan-title'
import type { PlanRecord } from './ports.ts'

type Requested = Extract<PlanSource, { change: unknown }>['change']

/** What a request asks, as the core knows it: a field that is not there is absent, never undefined. */
export function askedChange(requested: Requested): Change {
  if (requested.kind !== 'update') return requested
  const { groups, roles, canCreateBot, isDeveloper } = requested
  const update: UpdateChange = {
    kind: 'update',
    ...(groups === undefined ? {} : { groups }),
    ...(roles === undefined ? {} : { roles }),
    ...(canCreateBot === undefined ? {} : { canCreateBot }),
    ...(isDeveloper === undefined ? {} : { isDeveloper }),
  }
  return update
}

/** Where a plan's changes came from, for its title: rows of a report that were corrected are asked again like any retry. */
export function titleOrigin({ source, parentJobId }: Pick<PlanRecord, 'source' | 'parentJobId'>): PlanOrigin {
  const asksAgain = source.kind === 'upload' && parentJobId !== null
  return { source: asksAgain ? 'retry' : source.kind, change: 'change' in source ? askedChange(source.change) : null }
}
