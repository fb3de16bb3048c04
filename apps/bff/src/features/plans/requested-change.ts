import type { PlanSource } from '@muster/contracts/plans'
import type { Change, UpdateChange } from '@muster/core/change/change'
import type { PlanOrigin } from '@muster/wording/plan-title'
import type { PlanDeps } from './plan-deps.ts'
import type { PlanRecord } from './ports.ts'

type Requested = Extract<PlanSource, { change: unknown }>['change']

/** Converts a request to core's change: a missing field is absent, never undefined. */
export function requestedChange(requested: Requested): Change {
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

/** The origin of a plan's changes, for its title. Corrected rows of a report are a retry. */
export async function titleOrigin(
  deps: Pick<PlanDeps, 'jobs'>,
  { source, parentJobId }: Pick<PlanRecord, 'source' | 'parentJobId'>,
): Promise<PlanOrigin> {
  const isRetry = source.kind === 'upload' && parentJobId !== null
  return {
    source: isRetry ? 'retry' : source.kind,
    change: 'change' in source ? requestedChange(source.change) : null,
    undoes: source.kind === 'undo' ? await deps.jobs.titleOf(source.jobId) : null,
  }
}
