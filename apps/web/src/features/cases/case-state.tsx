import { i18n } from '@lingui/core'
import { msg, plural, t } from '@lingui/core/macro'
import type { CaseEntry } from '@muster/contracts/cases'
import { daysLeft } from '@muster/core/erasure-case/case-state'
import { CircleCheck, CirclePause, CircleX, ClipboardList, Clock, FileCheck, FolderOpen } from 'lucide-react'
import type { ReactNode } from 'react'
import { formatCalendarDay } from '../../lib/format.ts'
import { StateMark } from '../../ui/facts/state-mark.tsx'
import classes from './cases.module.css'

const states = {
  open: { word: msg`Open`, look: 'waiting', Icon: FolderOpen },
  held: { word: msg`On hold`, look: 'stopped', Icon: CirclePause },
  planned: { word: msg`Planned`, look: 'waiting', Icon: ClipboardList },
  queued: { word: msg`Queued`, look: 'moving', Icon: Clock },
  failed: { word: msg`Decision needed`, look: 'failed', Icon: CircleX },
  erased: { word: msg`Erased`, look: 'done', Icon: CircleCheck },
  closed: { word: msg`Closed`, look: 'done', Icon: FileCheck },
} as const

export function CaseState({ state }: Pick<CaseEntry, 'state'>): ReactNode {
  const { word, look, Icon } = states[state]
  return <StateMark look={look} Icon={Icon} word={i18n._(word)} />
}

/** "Nov 22, 2026": the days of a case are those of UTC, in any time zone, so there is no exact time in that of the reader. */
export function CaseDay({ iso }: { readonly iso: string }): ReactNode {
  return <time dateTime={iso}>{formatCalendarDay(iso)}</time>
}

/** "12 days left", "3 days overdue"; nothing once all people are erased or the case is closed. */
function leftWords({ state, dueAt, isOverdue }: CaseEntry, now: number): string | null {
  if (state === 'erased' || state === 'closed') return null
  const days = daysLeft(Date.parse(dueAt), now)
  if (isOverdue) return plural(-days, { one: '# day overdue', other: '# days overdue' })
  return days === 0 ? t`Due today` : plural(days, { one: '# day left', other: '# days left' })
}

/** The legal deadline and how far it is. */
export function Deadline({ entry, now }: { readonly entry: CaseEntry; readonly now: number }): ReactNode {
  const left = leftWords(entry, now)
  return (
    <span className={entry.isOverdue ? classes.overdue : undefined}>
      <CaseDay iso={entry.dueAt} />
      {left === null ? null : <span className={classes.left}>{left}</span>}
    </span>
  )
}
