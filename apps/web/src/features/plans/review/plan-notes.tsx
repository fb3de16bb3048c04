import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import { UnstyledButton } from '@mantine/core'
import type { PlanEntry } from '@muster/contracts/plans'
import { type CauseCode, causeCodes } from '@muster/core/outcome/cause'
import { causeText } from '@muster/wording/cause/cause-text'
import { Ban, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { formatNumber } from '../../../lib/format.ts'
import classes from './plan-side.module.css'

interface PlanNotesProps {
  readonly plan: PlanEntry
  readonly active: CauseCode | null
  readonly onPick: (cause: CauseCode | undefined) => void
}

/** Blockers and warnings by cause, each with its remedy and a filter for its users. */
export function PlanNotes({ plan, active, onPick }: PlanNotesProps): ReactNode {
  const blockers = noteGroups(plan.summary.blockers)
  const warnings = noteGroups(plan.summary.warnings)
  return (
    <>
      <Notes title={t`Blocked`} kind="blocker" groups={blockers} active={active} onPick={onPick} />
      <Notes title={t`Warnings`} kind="warning" groups={warnings} active={active} onPick={onPick} />
    </>
  )
}

interface NotesProps extends Pick<PlanNotesProps, 'active' | 'onPick'> {
  readonly title: string
  readonly kind: 'blocker' | 'warning'
  readonly groups: ReturnType<typeof noteGroups>
}

function Notes({ title, kind, groups, active, onPick }: NotesProps): ReactNode {
  if (groups.length === 0) return null
  const Icon = kind === 'blocker' ? Ban : TriangleAlert
  return (
    <section>
      <h2 className={classes.heading}>{title}</h2>
      <ul className={classes.list}>
        {groups.map(({ code, count }) => {
          const text = causeText(i18n, code)
          return (
            <li key={code} className={classes.note} data-kind={kind}>
              <UnstyledButton
                className={classes.line}
                aria-pressed={code === active}
                onClick={() => onPick(code === active ? undefined : code)}
              >
                <Icon size={14} aria-hidden="true" />
                <span className={classes.label}>{text.title}</span>
                <span className={classes.number}>{formatNumber(count)}</span>
              </UnstyledButton>
              <p className={classes.remedy}>{text.remedy}</p>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

/** Notes by code, the most frequent first, without codes that affect no user. */
function noteGroups(
  counts: Readonly<Partial<Record<CauseCode, number | undefined>>>,
): readonly { readonly code: CauseCode; readonly count: number }[] {
  return causeCodes
    .map((code) => ({ code, count: counts[code] ?? 0 }))
    .filter((group) => group.count > 0)
    .toSorted((one, other) => other.count - one.count)
}
