import type { JobEntry } from '@muster/contracts/jobs'
import type { ReactNode } from 'react'
import { DeskLink } from '../../lib/desk-link.tsx'
import { paths } from '../../lib/paths.ts'
import { Notice } from '../../ui/notice.tsx'

/** What a job has to do with another: it takes that one back, or was taken back by it. Retries are the chain's story. */
export function JobRelations({ job }: { job: JobEntry }): ReactNode {
  return (
    <>
      {job.source === 'undo' && job.parentJobId !== null ? (
        <Notice kind="info">
          This job undoes <DeskLink href={paths.job(job.parentJobId)}>an earlier one</DeskLink>. Whom it could not take
          back is in its report.
        </Notice>
      ) : null}
      {job.undoneBy === null ? null : (
        <Notice kind="info">
          What this job changed was undone by <DeskLink href={paths.job(job.undoneBy)}>a later one</DeskLink>.
        </Notice>
      )}
    </>
  )
}
