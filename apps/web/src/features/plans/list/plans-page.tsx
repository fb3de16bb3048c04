import { NativeSelect } from '@mantine/core'
import type { PlanListEntry } from '@muster/contracts/plans'
import { subjectsInWords } from '@muster/core/wording/effect-label'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { ListChecks } from 'lucide-react'
import type { ReactNode } from 'react'
import { AppLink } from '../../../lib/app-link.tsx'
import { isNarrowed, plansSearch } from '../../../lib/page-search.ts'
import { paths } from '../../../lib/paths.ts'
import { useChangeSearch } from '../../../lib/use-address.ts'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import { Time } from '../../../ui/facts/time.tsx'
import { EmptyState } from '../../../ui/page/empty-state.tsx'
import list from '../../../ui/page/list-page.module.css'
import { ListPage } from '../../../ui/page/list-page.tsx'
import { originWords, stateWords } from '../plan-words.ts'
import { planListQuery } from '../queries.ts'

const choices = [
  { value: '', label: 'All plans' },
  { value: 'not_applied', label: 'Not applied' },
]

/** All plans, newest first, so that one that was not applied is found again. */
export function PlansPage(): ReactNode {
  const search = useSearch({ from: '/app/plans' })
  const change = useChangeSearch(search)
  const plans = useInfiniteQuery(planListQuery(search))
  return (
    <ListPage
      title="Plans"
      above={<AppLink href={paths.jobs()}>Jobs</AppLink>}
      state="What was planned, applied or not. A plan that is not applied changes nothing and expires after a day."
      query={plans}
      loading="Loading plans"
      columns={['Plan', 'State', 'By']}
      row={(plan) => <PlanRow key={plan.id} plan={plan} />}
      empty={<NoPlans filtered={isNarrowed(search)} />}
    >
      <fieldset className={list.filters} aria-label="Filter plans">
        <NativeSelect
          size="xs"
          aria-label="Plans shown"
          data={choices}
          value={search.only ?? ''}
          onChange={(event) => change({ only: plansSearch.parse({ only: event.currentTarget.value }).only })}
        />
      </fieldset>
    </ListPage>
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
