import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { PlanEntry } from '@muster/contracts/plans'

const sources: Readonly<Record<PlanEntry['source'], MessageDescriptor>> = {
  selection: msg`from a selection of users`,
  identifiers: msg`from a list of identifiers`,
  edit: msg`from an edited plan`,
  upload: msg`from an uploaded file`,
  retry: msg`from the report of a job`,
  undo: msg`to undo a job`,
  script: msg`from a script`,
}

/** The name that a member gave a plan, for its job too; without one, what it changes. */
export const titleOf = ({ name, title }: Pick<PlanEntry, 'name' | 'title'>): string => name ?? title

/** The source of a plan or a job, in words. */
export const sourceWords = (source: PlanEntry['source']): string => i18n._(sources[source])
