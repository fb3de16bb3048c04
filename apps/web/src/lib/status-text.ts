import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { userStatuses } from '@muster/contracts/search-values'

const statuses: Readonly<Record<(typeof userStatuses)[number], MessageDescriptor>> = {
  active: msg`Active`,
  not_active: msg`Not active`,
  locked: msg`Locked`,
  suspended: msg`Suspended`,
  unknown: msg`Unknown`,
}

/** The status of a user at Kore.ai. */
export const statusWords = (status: (typeof userStatuses)[number]): string => i18n._(statuses[status])
