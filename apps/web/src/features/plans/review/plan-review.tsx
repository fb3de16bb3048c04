import type { PlanEntry } from '@muster/contracts/plans'
import { useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useChangeSearch } from '../../../lib/use-address.ts'
import { CountTabs } from '../../../ui/page/count-tabs.tsx'
import { ApplyBar } from '../apply/apply-bar.tsx'
import classes from '../plan-page.module.css'
import { PlanEffects } from './plan-effects.tsx'
import { PlanItems } from './plan-items.tsx'
import { PlanNotes } from './plan-notes.tsx'

/** The plan as it would be applied: counts, effects, what stands in the way, and every user. */
export function PlanReview({ plan }: { plan: PlanEntry }): ReactNode {
  const search = useSearch({ from: '/app/plans/$planId' })
  const change = useChangeSearch(search)
  const { dispositions, total } = plan.summary
  return (
    <>
      <CountTabs
        label="Filter by what happens"
        active={search.disposition ?? null}
        onPick={(key) => change({ disposition: key ?? undefined, cause: undefined, effect: undefined })}
        tabs={[
          { key: null, label: total === 1 ? 'User' : 'Users', count: total },
          { key: 'change', label: 'Will change', count: dispositions.change, tone: 'changed' },
          { key: 'unchanged', label: 'No change', count: dispositions.unchanged, tone: 'unchanged' },
          { key: 'blocked', label: 'Blocked', count: dispositions.blocked, tone: 'skipped' },
        ]}
      />
      <div className={classes.columns}>
        <aside className={classes.side} aria-label="The plan as a whole">
          <PlanNotes
            plan={plan}
            active={search.cause ?? null}
            onPick={(cause) => change({ cause, effect: undefined })}
          />
          <PlanEffects
            effects={plan.summary.effects}
            active={search.effect ?? null}
            onPick={(effect) => change({ effect, cause: undefined })}
          />
        </aside>
        <PlanItems plan={plan} search={search} onSearch={change} />
      </div>
      {plan.state === 'ready' ? <ApplyBar plan={plan} /> : null}
    </>
  )
}
