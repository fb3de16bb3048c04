import type { PlanEntry } from '@muster/contracts/plans'

const sourceWords: Readonly<Record<PlanEntry['source'], string>> = {
  selection: 'from a selection of users',
  identifiers: 'from a list of identifiers',
  upload: 'from an uploaded file',
  retry: 'from the report of a job',
  undo: 'to undo a job',
  script: 'from a script',
}

/** Where a plan came from, in words. A file of a job's failed rows is a file with a job behind it. */
export function originWords({ source, parentJobId }: Pick<PlanEntry, 'source' | 'parentJobId'>): string {
  return source === 'upload' && parentJobId !== null ? 'for the failed rows of a job' : sourceWords[source]
}
