import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Progress } from '@mantine/core'
import type { JobEntry } from '@muster/contracts/jobs'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { AppLink } from '../../lib/app-link.tsx'
import { formatNumber } from '../../lib/format.ts'
import { paths } from '../../lib/paths.ts'
import { Sentence } from '../../ui/facts/sentence.tsx'
import { LoadingRows } from '../../ui/page/loading-rows.tsx'
import classes from './home.module.css'
import { openJobsQuery } from './queries.ts'

/** The jobs that have not ended, each with its progress. */
export function OpenJobs(): ReactNode {
  const { data } = useQuery(openJobsQuery)
  if (data === undefined) return <LoadingRows label={t`Loading jobs`} rows={3} />
  if (data.items.length === 0)
    return (
      <p className={classes.quiet}>
        <Trans>No job runs.</Trans>
      </p>
    )
  return (
    <ul className={classes.jobs}>
      {data.items.map((job) => (
        <OpenJob key={job.id} job={job} />
      ))}
    </ul>
  )
}

function OpenJob({ job: { id, title, total, counts } }: { readonly job: JobEntry }): ReactNode {
  const done = total - counts.pending
  return (
    <li>
      <AppLink href={paths.job(id)}>
        <Sentence text={title} />
      </AppLink>
      <Progress value={(100 * done) / Math.max(1, total)} size="sm" aria-label={t`Progress`} />
      <span className={classes.quiet}>
        {t`${{ done: formatNumber(done) }} of ${{ total: formatNumber(total) }} users`}
      </span>
    </li>
  )
}
