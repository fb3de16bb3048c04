import type { PlanEntry } from '@muster/contracts/plans'

/** Where the changes of a plan or a job come from, in words. */
export const sourceWords: Readonly<Record<PlanEntry['source'], string>> = {
  selection: 'from a selection of users',
  identifiers: 'from a list of identifiers',
  upload: 'from an uploaded file',
  retry: 'from the report of a job',
  undo: 'to undo a job',
  script: 'from a script',
}
