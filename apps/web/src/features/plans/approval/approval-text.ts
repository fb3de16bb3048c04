import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { PlanApproval } from '@muster/contracts/approvals'

type State = NonNullable<PlanApproval['request']>['state']
type EventKind = PlanApproval['events'][number]['kind']

/** The state of a request for approval. */
export const stateWords: Readonly<Record<State, MessageDescriptor>> = {
  waiting: msg`Waiting for approval`,
  changes_requested: msg`Changes requested`,
  approved: msg`Approved`,
  rejected: msg`Rejected`,
  withdrawn: msg`Withdrawn`,
}

/** What happened to a request, after the name of the member. */
export const eventWords: Readonly<Record<EventKind, MessageDescriptor>> = {
  requested: msg`requested approval`,
  commented: msg`commented`,
  changes_requested: msg`requested changes`,
  approved: msg`approved the plan`,
  rejected: msg`rejected the plan`,
  withdrawn: msg`withdrew the request`,
}
