import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg, plural } from '@lingui/core/macro'
import type { JobEntry } from '@muster/contracts/jobs'
import { isErasureOnly } from '../../../lib/subject-text.ts'

type Waiting = NonNullable<JobEntry['waiting']>

const reasons: Readonly<Record<Waiting['reason'], MessageDescriptor>> = {
  lost_responses: msg`Responses were lost, so Muster checks the outcomes.`,
  rate_limit: msg`Kore.ai limits the rate of calls.`,
  call_budget: msg`The call budget is used up.`,
  other_job: msg`Another job is changing the same users.`,
  kore_unreachable: msg`Kore.ai is unreachable.`,
  storage_full: msg`The disk is full. The job continues when space is free.`,
  delayed_start: msg`The start is delayed.`,
  stopped: msg`All changes are stopped. The job continues when an owner resumes them.`,
  credential: msg`Kore.ai refused the credential. The job continues when the credential works.`,
}

/** Why a job waits and for how many users, in sentences. */
export function waitingWords(
  { reason, users: count }: Pick<Waiting, 'reason' | 'users'>,
  kinds: JobEntry['kinds'],
): string {
  const waiting = isErasureOnly(kinds)
    ? plural(count, { one: '# person is waiting.', other: '# people are waiting.' })
    : plural(count, { one: '# user is waiting.', other: '# users are waiting.' })
  return `${i18n._(reasons[reason])} ${waiting}`
}
