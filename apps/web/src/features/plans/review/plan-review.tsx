import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { UnstyledButton } from '@mantine/core'
import type { PlanEntry } from '@muster/contracts/plans'
import { useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useState } from 'react'
import { formatNumber } from '../../../lib/format.ts'
import { knownCause } from '../../../lib/known-cause.ts'
import { useChangeSearch } from '../../../lib/use-address.ts'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import { CountTabs } from '../../../ui/page/count-tabs.tsx'
import { ApplyBar } from '../apply/apply-bar.tsx'
import { ApprovalPanel } from '../approval/approval-panel.tsx'
import classes from '../plan-page.module.css'
import { ExclusionBar, type PlanExclusion } from './exclusion-bar.tsx'
import { PlanItems } from './plan-items.tsx'
import { PlanNotes } from './plan-notes.tsx'
import side from './plan-side.module.css'

interface PlanEffectsProps {
  readonly effects: PlanEntry['summary']['effects']
  readonly active: string | null
  readonly onPick: (effect: string | undefined) => void
}

const shortList = 12

/** The effects of the plan: "Tester on Billing +38 −2". Each line filters the users below. */
function PlanEffects({ effects, active, onPick }: PlanEffectsProps): ReactNode {
  const [whole, setWhole] = useState(false)
  if (effects.length === 0) return null
  const shown = whole ? effects : effects.slice(0, shortList)
  return (
    <section>
      <h2 className={side.heading}>
        <Trans>Effects</Trans>
      </h2>
      <ul className={side.list}>
        {shown.map((effect) => (
          <EffectLine
            key={effect.key}
            effect={effect}
            isActive={effect.key === active}
            onPick={() => onPick(effect.key === active ? undefined : effect.key)}
          />
        ))}
      </ul>
      {effects.length > shortList ? (
        <UnstyledButton className={side.more} onClick={() => setWhole(!whole)}>
          {whole ? t`Show fewer` : t`Show all ${{ count: formatNumber(effects.length) }}`}
        </UnstyledButton>
      ) : null}
    </section>
  )
}

interface EffectLineProps {
  readonly effect: PlanEntry['summary']['effects'][number]
  readonly isActive: boolean
  readonly onPick: () => void
}

function EffectLine({ effect, isActive, onPick }: EffectLineProps): ReactNode {
  return (
    <li>
      <UnstyledButton className={side.line} aria-pressed={isActive} onClick={onPick}>
        <span className={side.label}>
          <Sentence text={effect.label} />
        </span>
        {effect.added > 0 ? (
          <bdi className={side.added} dir="ltr">
            +{formatNumber(effect.added)}
          </bdi>
        ) : null}
        {effect.removed > 0 ? (
          <bdi className={side.removed} dir="ltr">
            −{formatNumber(effect.removed)}
          </bdi>
        ) : null}
      </UnstyledButton>
    </li>
  )
}

interface PlanReviewProps {
  readonly plan: PlanEntry
  /** Excludes users from the plan; null for a plan that this member cannot edit. */
  readonly edit: PlanExclusion | null
}

/** The review of a plan: counts, effects, blockers, warnings, and every user. */
export function PlanReview({ plan, edit }: PlanReviewProps): ReactNode {
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
            active={knownCause(search.cause) ?? null}
            onPick={(cause) => change({ cause, effect: undefined })}
          />
          <PlanEffects
            effects={plan.summary.effects}
            active={search.effect ?? null}
            onPick={(effect) => change({ effect, cause: undefined })}
          />
        </aside>
        <PlanItems plan={plan} search={search} edit={edit} onSearch={change} />
      </div>
      {edit !== null && edit.without.size > 0 ? <ExclusionBar plan={plan} edit={edit} /> : null}
      {plan.state === 'ready' && (edit === null || edit.without.size === 0) ? <ApplyBar plan={plan} /> : null}
    </>
  )
}
