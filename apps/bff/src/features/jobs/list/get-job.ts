import type { JobEntry } from '@muster/contracts/jobs'
import { message } from '@muster/wording/message'
import { ProblemError } from '../../../problem-error.ts'
import type { JobReader } from '../ports.ts'

/** One job. Throws `not_found`. */
export async function getJob(deps: { reader: JobReader }, id: string): Promise<JobEntry> {
  const job = await deps.reader.get(id)
  if (job === null) throw new ProblemError('not_found', message('problem.no_job'))
  return job
}
