import type { JobEntry } from '@muster/contracts/jobs'
import { subjectsInWords } from '@muster/core/wording/effect-label'

type Waiting = NonNullable<JobEntry['waiting']>

/** What a job waits for, in two parts: the time it ends comes between them. */
export function waitingWords(
  { reason, users: count }: Pick<Waiting, 'reason' | 'users'>,
  kinds: JobEntry['kinds'],
): readonly [string, string] {
  const users = subjectsInWords(count, kinds)
  switch (reason) {
    case 'lost_responses':
      return [`Checking ${users} again`, count === 1 ? ' after a lost response' : ' after lost responses']
    case 'rate_limit':
      return [`Kore.ai asks Muster to slow down: continuing with ${users}`, '']
    case 'call_budget':
      return [`The call budget is used up: continuing with ${users}`, '']
    case 'kore_unreachable':
      return [`Kore.ai cannot be reached: trying again for ${users}`, '']
    case 'storage_full':
      return [`The disk is full: ${users} ${count === 1 ? 'waits' : 'wait'} for free space`, '']
    case 'delayed_start':
      return [`Starting for ${users}`, '']
    case 'stopped':
      return [`All changes are stopped: ${users} ${count === 1 ? 'waits' : 'wait'} until an owner resumes`, '']
    case 'credential':
      break
  }
  return [`Kore.ai refused the credential: ${users} ${count === 1 ? 'waits' : 'wait'} until it works`, '']
}
