import { Plural, Trans } from '@lingui/react/macro'
import type { JobEntry } from '@muster/contracts/jobs'
import type { ReactNode } from 'react'
import { AppLink } from '../../../lib/app-link.tsx'
import { formatNumber } from '../../../lib/format.ts'
import { paths } from '../../../lib/paths.ts'
import { Notice } from '../../../ui/page/notice.tsx'

/** Undo relations of a job: the job it undoes, and how much of it is undone. Retries belong to the chain. */
export function JobRelations({ job }: { job: JobEntry }): ReactNode {
  return (
    <>
      {job.source === 'undo' && job.parentJobId !== null ? (
        <Notice kind="info">
          <Trans>
            This job undoes <AppLink href={paths.job(job.parentJobId)}>an earlier job</AppLink>.
          </Trans>
        </Notice>
      ) : null}
      {job.undoneBy === null ? null : <Undone job={job} by={job.undoneBy} />}
    </>
  )
}

function Undone({ job, by }: { job: JobEntry; by: string }): ReactNode {
  const { counts } = job
  const undone = formatNumber(job.undone)
  if (job.undone === 0)
    return (
      <Notice kind="info">
        <Trans>
          An undo of this job is running: <AppLink href={paths.job(by)}>show its progress</AppLink>.
        </Trans>
      </Notice>
    )
  const isPartial = job.undone < counts.changed
  return (
    <Notice kind={isPartial ? 'warning' : 'info'}>
      {isPartial ? (
        <Plural
          value={counts.changed}
          one={`${undone} of # changed user is undone.`}
          other={`${undone} of # changed users are undone.`}
        />
      ) : (
        <Plural value={counts.changed} one="The changed user is undone." other="All # changed users are undone." />
      )}{' '}
      <AppLink href={paths.job(by)}>
        <Trans>Show the undo</Trans>
      </AppLink>{' '}
      {isPartial && job.canUndo ? <Trans>Undo again to revert the rest.</Trans> : null}
      {!isPartial && counts.failed > 0 ? <Trans>The failed users need no fix.</Trans> : null}
    </Notice>
  )
}
