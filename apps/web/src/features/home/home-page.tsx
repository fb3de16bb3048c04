import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Progress } from '@mantine/core'
import type { JobEntry } from '@muster/contracts/jobs'
import { causeTitle } from '@muster/wording/cause/cause-text'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { CircleCheck } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { groupsQuery, rolesQuery } from '../../lib/access.ts'
import { AppLink } from '../../lib/app-link.tsx'
import { formatNumber } from '../../lib/format.ts'
import { useNow } from '../../lib/now.ts'
import { paths } from '../../lib/paths.ts'
import { titleOf } from '../../lib/source-text.ts'
import { statusWords } from '../../lib/status-text.ts'
import { QueryBoundary } from '../../query/query-boundary.tsx'
import { Sentence } from '../../ui/facts/sentence.tsx'
import { Page } from '../../ui/page/page.tsx'
import { BarTable } from './bar-table.tsx'
import { DayChart } from './day-chart.tsx'
import { daysOf, sumOfDay } from './days.ts'
import classes from './home.module.css'
import { Needs } from './needs.tsx'
import {
  dormantQuery,
  dormantSearch,
  failureCausesQuery,
  openJobsQuery,
  outcomeHistoryQuery,
  shown,
  userCountsQuery,
} from './queries.ts'

const shownDays = 14
const shownBars = 8

interface HomePageProps {
  /** How much of Kore.ai's limits is used. */
  readonly budget: ReactNode
}

/** What needs the member, what runs, and the account in pictures. */
export function HomePage({ budget }: HomePageProps): ReactNode {
  return (
    <Page title={t`Home`}>
      <div className={classes.cards}>
        <div className={classes.stack}>
          <Card title={t`Needs attention`} loading={t`Loading what needs attention`}>
            <Needs />
          </Card>
          <Card title={t`Runs now`} loading={t`Loading jobs`} more={paths.jobs({ state: 'running' })}>
            <OpenJobs />
          </Card>
        </div>
        <Card title={t`Changes by day`} loading={t`Loading the outcomes`}>
          <Days />
        </Card>
        <Card title={t`Failures by cause`} loading={t`Loading the failures`} more={paths.jobs({ only: 'failures' })}>
          <Causes />
        </Card>
        <Card title={t`Users by status`} loading={t`Loading the counts`}>
          <Statuses />
        </Card>
        <Card title={t`Largest groups`} loading={t`Loading the counts`} more={paths.access({ view: 'groups' })}>
          <Groups />
        </Card>
        <Card title={t`Elevated access`} loading={t`Loading the counts`} more={paths.access({ view: 'elevated' })}>
          <AccountRoles />
        </Card>
        <div className={classes.wide}>{budget}</div>
      </div>
    </Page>
  )
}

interface CardProps {
  readonly title: string
  /** What is loading: "Loading jobs". */
  readonly loading: string
  /** The page with all of it. */
  readonly more?: string
  readonly children: ReactNode
}

function Card({ title, loading, more, children }: CardProps): ReactNode {
  const id = useId()
  return (
    <section className={classes.card} aria-labelledby={id}>
      <div className={classes.head}>
        <h2 id={id}>{title}</h2>
        {more === undefined ? null : (
          <AppLink href={more} aria-label={t`All: ${title}`}>
            <Trans>All</Trans>
          </AppLink>
        )}
      </div>
      <QueryBoundary loading={loading} rows={3}>
        {children}
      </QueryBoundary>
    </section>
  )
}

function Days(): ReactNode {
  const { data: outcomes } = useSuspenseQuery(outcomeHistoryQuery)
  const now = useNow()
  const days = daysOf(outcomes, { nowMs: now, count: shownDays })
  if (days.every((day) => sumOfDay(day) === 0))
    return (
      <p className={classes.quiet}>
        <Trans>No job in the last two weeks.</Trans>
      </p>
    )
  return <DayChart days={days} />
}

/** The causes of failures in the last two weeks; each leads to the newest report with it. */
function Causes(): ReactNode {
  const { data: causes } = useSuspenseQuery(failureCausesQuery)
  if (causes.length === 0)
    return (
      <p className={classes.calm}>
        <CircleCheck size={18} aria-hidden="true" />
        <Trans>No failure in the last two weeks.</Trans>
      </p>
    )
  const bars = causes.slice(0, shownBars).map(({ cause, userCount, jobId }) => ({
    key: cause,
    name: causeTitle(i18n, cause),
    count: userCount,
    href: paths.job(jobId, { view: 'report', cause }),
    hint: t`Newest report with this cause`,
  }))
  return <BarTable label={t`Failures by cause`} head={t`Cause`} bars={bars} />
}

function Statuses(): ReactNode {
  const { statuses } = useSuspenseQuery(userCountsQuery).data
  const bars = statuses.map(({ status, userCount }) => ({
    key: status,
    name: statusWords(status),
    count: userCount,
    href: paths.users({ status }),
  }))
  // Counted exactly, which may take longer than the rest of the card.
  const dormant = useQuery(dormantQuery).data
  const href = paths.users({ q: dormantSearch })
  const dormancy =
    dormant === undefined || dormant === 0
      ? []
      : [{ key: 'dormant', name: t`No sign-in for 90 days`, count: dormant, href }]
  return <BarTable label={t`Users by status`} head={t`Status`} bars={[...bars, ...dormancy]} />
}

function Groups(): ReactNode {
  const { items, reason } = useSuspenseQuery(groupsQuery).data
  return <BarTable label={t`Largest groups`} head={t`Group`} bars={largest('groups', items)} reason={reason} />
}

function AccountRoles(): ReactNode {
  const { items, reason } = useSuspenseQuery(rolesQuery).data
  const bars = largest(
    'roles',
    items.filter(({ kind }) => kind === 'admin'),
  )
  return <BarTable label={t`Elevated access`} head={t`Role on the whole account`} bars={bars} reason={reason} />
}

interface Counted {
  readonly id: string
  readonly name: string
  readonly userCount: number
}

const largest = (kind: 'groups' | 'roles', entries: readonly Counted[]) =>
  entries
    .toSorted((a, b) => b.userCount - a.userCount)
    .slice(0, shownBars)
    .map(({ id, name, userCount }) => ({ key: id, name, count: userCount, href: paths.accessOf(kind, id) }))

/** The jobs that have not ended, each with its progress. */
function OpenJobs(): ReactNode {
  const jobs = useSuspenseQuery(openJobsQuery).data.items.slice(0, shown)
  if (jobs.length === 0)
    return (
      <p className={classes.quiet}>
        <Trans>No job runs.</Trans>
      </p>
    )
  return (
    <ul className={classes.jobs}>
      {jobs.map((job) => (
        <OpenJob key={job.id} job={job} />
      ))}
    </ul>
  )
}

function OpenJob({ job }: { readonly job: JobEntry }): ReactNode {
  const { id, total, counts } = job
  const done = total - counts.pending
  return (
    <li>
      <AppLink href={paths.job(id)}>
        <Sentence text={titleOf(job)} />
      </AppLink>
      <Progress value={(100 * done) / Math.max(1, total)} size="sm" aria-label={t`Progress`} />
      <span className={classes.quiet}>
        {t`${{ done: formatNumber(done) }} of ${{ total: formatNumber(total) }} users`}
      </span>
    </li>
  )
}
