import { plural, t } from '@lingui/core/macro'
import type { PlanEntry } from '@muster/contracts/plans'
import { useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useChangeSearch } from '../../../lib/use-address.ts'
import { CountTabs } from '../../../ui/page/count-tabs.tsx'
import { ApplyBar } from '../apply/apply-bar.tsx'
import { ApprovalPanel } from '../approval/approval-panel.tsx'
import classes from '../plan-page.module.css'
import { PlanEffects } from './plan-effects.tsx'
import { PlanItems } from './plan-items.tsx'
import { PlanNotes } from './plan-notes.tsx'

/** The review of a plan: counts, effects, blockers, warnings, and every user. */
export function PlanReview({ plan }: { plan: PlanEntry }): ReactNode {
  const search = useSearch({ from: '/app/plans/$planId' })
  const change = useChangeSearch(search)
  const { dispositions, total } = plan.summary
  return (
    <>
      <ApprovalPanel plan={plan} />
      <CountTabs
        label={t`Filter by result`}
        active={search.disposition ?? null}
        onPick={(key) => change({ disposition: key ?? undefined, cause: undefined, effect: undefined })}
        tabs={[
          { key: null, label: plural(total, { one: 'User', other: 'Users' }), count: total },
          { key: 'change', label: t`Will change`, count: dispositions.change, tone: 'changed' },
          { key: 'unchanged', label: t`No change`, count: dispositions.unchanged, tone: 'unchanged' },
          { key: 'blocked', label: t`Blocked`, count: dispositions.blocked, tone: 'skipped' },
        ]}
      />
      <div className={classes.columns}>
        <aside className={classes.side} aria-label={t`Plan summary`}>
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
