import type { JobEntry } from '@muster/contracts/jobs'
import type { ReactNode } from 'react'
import { AppLink } from '../../../lib/app-link.tsx'
import { formatNumber, formatPlural } from '../../../lib/format.ts'
import { paths } from '../../../lib/paths.ts'
import { Notice } from '../../../ui/page/notice.tsx'

/** How a job relates to undos: the job it undoes, and how much of it is undone. Retries are part of the chain. */
export function JobRelations({ job }: { job: JobEntry }): ReactNode {
  return (
    <>
      {job.source === 'undo' && job.parentJobId !== null ? (
        <Notice kind="info">
          This job undoes <AppLink href={paths.job(job.parentJobId)}>an earlier one</AppLink>.
        </Notice>
      ) : null}
      {job.undoneBy === null ? null : <Undone job={job} by={job.undoneBy} />}
    </>
  )
}

function Undone({ job, by }: { job: JobEntry; by: string }): ReactNode {
  const { counts, undone } = job
  const link = (words: string) => <AppLink href={paths.job(by)}>{words}</AppLink>
  if (undone === 0) return <Notice kind="info">An undo of this job is running: {link('see its progress')}.</Notice>
  if (undone < counts.changed) {
    return (
      <Notice kind="warning">
        {formatNumber(undone)} of {formatPlural(counts.changed, 'changed user')} undone: {link('see the undo')}.
        {job.canUndo ? ' Undo offers the rest.' : ''}
      </Notice>
    )
  }
  return (
    <Notice kind="info">
      {counts.changed === 1 ? 'The changed user is' : `All ${formatPlural(undone, 'changed user')} are`} undone:{' '}
      {link('see the undo')}.{counts.failed > 0 ? ' Failed users need no attention any more.' : ''}
    </Notice>
  )
}
