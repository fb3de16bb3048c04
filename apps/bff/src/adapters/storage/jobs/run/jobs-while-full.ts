import type { JobEntry } from '@muster/contracts/jobs'
import { englishText } from '@muster/wording/english'
import { message } from '@muster/wording/message'
import type { JobReader } from '../../../../features/jobs/ports.ts'

const reasonMessage = message('job.waiting_disk')
const reason = englishText(reasonMessage)

/** A job cannot record on a full disk that it waits, so the reader adds the reason. */
export function showWaitingForSpace(reader: JobReader, isFull: () => boolean): JobReader {
  const shown = (job: JobEntry): JobEntry => {
    const waits = job.state === 'queued' || job.state === 'running' || job.state === 'waiting'
    if (!waits) return job
    const waiting = { reason: 'storage_full', until: null, users: job.counts.pending } as const
    return { ...job, state: 'waiting', reason, reasonMessage, waiting, ratePerHour: null, secondsLeft: null }
  }
  const all = (jobs: readonly JobEntry[]) => (isFull() ? jobs.map(shown) : jobs)
  return {
    ...reader,
    get: async (id) => {
      const job = await reader.get(id)
      return job === null || !isFull() ? job : shown(job)
    },
    list: async (filter, page) => all(await reader.list(filter, page)),
    chain: async (id, own) => all(await reader.chain(id, own)),
  }
}
