import type { PlanSource } from '@muster/contracts/plans'
import type { Change, UpdateChange } from '@muster/core/change'

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

/** The one change a source asks of everybody; null where each item has its own. */
export function changeOfSource(source: PlanSource): Change | null {
  return 'change' in source ? askedChange(source.change) : null
}
