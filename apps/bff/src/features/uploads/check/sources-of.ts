import { matchWithin } from '@muster/core/policy/scope'
import type { CheckSources } from '../check-ports.ts'
import type { UploadRecord } from '../ports.ts'
import type { UploadDeps } from '../upload-deps.ts'

type Deps = Pick<UploadDeps, 'directory' | 'keys' | 'reportedItems' | 'scopeOf'>

/** What the check of an upload may read: for a limited member, only users within the limit and their own jobs. */
export async function sourcesOf(deps: Deps, { createdBy }: Pick<UploadRecord, 'createdBy'>): Promise<CheckSources> {
  const { directory, keys, reportedItems } = deps
  const { memberId } = createdBy
  const scope = await deps.scopeOf(memberId)
  if (scope === null || scope.groups === null) return { directory, keys, reportedItems }
  return {
    directory: {
      byIdentifiers: async (identifiers) =>
        (await directory.byIdentifiers(identifiers)).map((match) => matchWithin(scope, match)),
    },
    keys: keys.within(scope),
    reportedItems: reportedItems.within({ memberId, since: scope.since }),
  }
}
