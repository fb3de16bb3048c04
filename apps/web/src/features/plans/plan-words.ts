import type { PlanEntry } from '@muster/contracts/plans'

/** Where a plan came from, in words. */
export const sourceWords: Readonly<Record<PlanEntry['source'], string>> = {
  selection: 'from a selection of users',
  identifiers: 'from a list of identifiers',
  upload: 'from an uploaded file',
  retry: 'from a failed-user report',
  undo: 'to undo a job',
}
