import { NativeSelect } from '@mantine/core'
import type { PlanListEntry } from '@muster/contracts/plans'
import { subjectsInWords } from '@muster/core/wording/effect-label'
import { useInfiniteQuery } from '@tanstack/react-query'
import { ListChecks } from 'lucide-react'
import type { ReactNode } from 'react'
import { AppLink } from '../../../lib/app-link.tsx'
import { paths } from '../../../lib/paths.ts'
import { useAddress } from '../../../lib/use-address.ts'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import { Time } from '../../../ui/facts/time.tsx'
import { EmptyState } from '../../../ui/page/empty-state.tsx'
import { ErrorState } from '../../../ui/page/error-state.tsx'
import list from '../../../ui/page/list-page.module.css'
import { LoadMore } from '../../../ui/page/load-more.tsx'
import { LoadingRows } from '../../../ui/page/loading-rows.tsx'
import { Page } from '../../../ui/page/page.tsx'
import { RowTable } from '../../../ui/page/row-table.tsx'
import { originWords, stateWords } from '../plan-words.ts'
import { planListQuery } from '../queries.ts'
import { parsePlansSearch } from './plan-search.ts'

const choices = [
  { value: '', label: 'All plans' },
  { value: 'not_applied', label: 'Not applied' },
]

/** All plans, newest first, so that one that was not applied is found again. */
export function PlansPage(): ReactNode {
  const [search, change] = useAddress(parsePlansSearch)
  const plans = useInfiniteQuery(planListQuery(search))
  const rows = plans.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Page
      title="Plans"
      above={<AppLink href={paths.jobs()}>Jobs</AppLink>}
      state="What was planned, applied or not. A plan that is not applied changes nothing and expires after a day."
    >
      <fieldset className={list.filters} aria-label="Filter plans">
        <NativeSelect
          size="xs"
          aria-label="Plans shown"
          data={choices}
          value={search.only ?? ''}
          onChange={(event) => change({ only: parsePlansSearch({ only: event.currentTarget.value }).only })}
        />
      </fieldset>
      {plans.isPending ? <LoadingRows label="Loading plans" /> : null}
      {plans.isError ? <ErrorState error={plans.error} onRetry={() => void plans.refetch()} /> : null}
      {plans.isSuccess && rows.length === 0 ? <NoPlans filtered={search.only !== undefined} /> : null}
      {rows.length > 0 ? (
        <RowTable label="Plans" columns={['Plan', 'State', 'By']}>
          {rows.map((plan) => (
            <PlanRow key={plan.id} plan={plan} />
          ))}
        </RowTable>
      ) : null}
      <LoadMore
        shown={rows.length}
        hasMore={plans.hasNextPage}
        busy={plans.isFetchingNextPage}
        onMore={() => void plans.fetchNextPage()}
      />
    </Page>
  )
}

function PlanRow({ plan }: { plan: PlanListEntry }): ReactNode {
  return (
    <tr>
      <td className={list.wide}>
        <AppLink href={paths.plan(plan.id)} className={list.title}>
          <Sentence text={plan.title} />
        </AppLink>
        <div className={list.quiet}>
          {plan.state === 'computing' ? '' : `${subjectsInWords(plan.total, plan.kinds)}, `}
          {originWords({ ...plan, parentJobId: null })}
        </div>
      </td>
      <td>
        {stateWords[plan.state]}
        {plan.jobId === null ? null : (
          <div className={list.quiet}>
            <AppLink href={paths.job(plan.jobId)}>Its job</AppLink>
          </div>
        )}
      </td>
      <td>
        <bdi className={list.by} title={plan.createdBy}>
          {plan.createdBy}
        </bdi>
        <div className={list.quiet}>
          <Time iso={plan.createdAt} />
        </div>
      </td>
    </tr>
  )
}

function NoPlans({ filtered }: { filtered: boolean }): ReactNode {
  return (
    <EmptyState
      icon={<ListChecks size={28} strokeWidth={1.5} />}
      title={filtered ? 'Every plan was applied' : 'No plans yet'}
      actions={<AppLink href={paths.users()}>Choose users</AppLink>}
    >
      Choose users and a change, or upload a file, to see a plan of what would change.
    </EmptyState>
  )
}
