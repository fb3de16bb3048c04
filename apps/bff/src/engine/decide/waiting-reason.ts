import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import type { Trouble } from '../ports.ts'

/** Why a job waits. `waiting` of the job holds the time, for each reader's time zone. */
export function waitingReason({ cause }: Trouble): Message {
  if (cause === 'rate_limited') return message('job.waiting_rate')
  return cause === 'unexpected_response' ? message('job.waiting_reads') : message('job.waiting_unreachable')
}
