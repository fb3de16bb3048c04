import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { Destination, Notices } from '@muster/contracts/notices'

export const destinationWords: Readonly<Record<Destination['kind'], MessageDescriptor>> = {
  webhook: msg`Webhook`,
  slack: msg`Slack`,
  teams: msg`Microsoft Teams`,
  email: msg`Email`,
}

export const noticeWords: Readonly<Record<Notices['undelivered'][number]['kind'], MessageDescriptor>> = {
  'approval.requested': msg`Approval requested`,
  'approval.approved': msg`Plan approved`,
  'approval.rejected': msg`Plan rejected`,
  'approval.changes_requested': msg`Changes to a plan requested`,
  'approval.expired': msg`Request for approval expired`,
  'job.failed': msg`Job ended with failures`,
  'job.paused': msg`Job paused`,
  'case.due_soon': msg`Erasure case due soon`,
  'changes.stopped': msg`All changes stopped`,
  'break_glass.used': msg`Break-glass account used`,
  test: msg`Test`,
}
