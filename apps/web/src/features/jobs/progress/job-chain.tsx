import { t } from '@lingui/core/macro'
import { Plural } from '@lingui/react/macro'
import type { JobEntry } from '@muster/contracts/jobs'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { AppLink } from '../../../lib/app-link.tsx'
import { paths } from '../../../lib/paths.ts'
import { Time } from '../../../ui/facts/time.tsx'
import { isOver, undoneWords } from '../job-text.ts'
import { jobFailuresQuery } from '../queries.ts'
import { chainSteps, chainTotals } from './chain-text.ts'
import classes from './job-chain.module.css'
import { OutcomeBar } from './outcome-bar.tsx'

/** The job and its retries as one chain, with totals that count each user once. Shown for more than one run. */
export function JobChain({ job }: { job: JobEntry }): ReactNode {
  const linked = job.parentJobId !== null || job.childJobIds.length > 0
  const report = useQuery({ ...jobFailuresQuery(job.id, !isOver(job.state)), enabled: linked })
  if (report.data === undefined || report.data.chain.length < 2) return null
  const { chain, chainCounts } = report.data
  return (
    <section className={classes.chain} aria-label={t`This job and its retries`}>
      <h2 className={classes.heading}>
        <Plural value={chain.length} one="# run" other="# runs" />
      </h2>
      <p className={classes.total}>{chainTotals(chainCounts, job.kinds)}</p>
      <OutcomeBar counts={chainCounts} name={t`All runs`} slim />
      <ol className={classes.steps}>
        {chainSteps(chain).map((step) => (
          <li key={step.jobId} aria-current={step.jobId === job.id ? 'step' : undefined} className={classes.step}>
            {step.jobId === job.id ? (
              <strong>{t`${{ run: step.name }} (this job)`}</strong>
            ) : (
              <AppLink href={paths.job(step.jobId)}>{step.name}</AppLink>
            )}{' '}
            <span className={classes.when}>
              <Time iso={step.at} />
            </span>
            <span className={classes.counts}>
              {step.sentence}
              {step.undoneBy === null ? null : (
                <>
                  {' '}
                  · <AppLink href={paths.job(step.undoneBy)}>{undoneWords(step)}</AppLink>
                </>
              )}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
