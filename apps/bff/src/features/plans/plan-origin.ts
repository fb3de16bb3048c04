import type { PlanOrigin } from '@muster/wording/plan-title'
import type { PlanDeps } from './plan-deps.ts'
import { sharedChange } from './plan-edit.ts'
import type { PlanRecord } from './ports.ts'

/** The origin of a plan's changes, for its title. Corrected rows of a report are a retry. */
export async function titleOrigin(
  deps: Pick<PlanDeps, 'jobs' | 'uploads'>,
  { source, parentJobId }: Pick<PlanRecord, 'source' | 'parentJobId'>,
): Promise<PlanOrigin> {
  const isRetry = source.kind === 'upload' && parentJobId !== null
  const isFile = source.kind === 'upload' && !isRetry
  return {
    source: isRetry ? 'retry' : source.kind,
    change: sharedChange({ source }),
    file: isFile ? (await deps.uploads.originOf(source.uploadId)).fileName : null,
    undoes: source.kind === 'undo' ? await deps.jobs.titleOf(source.jobId) : null,
  }
}
