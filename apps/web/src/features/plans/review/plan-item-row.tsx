import { i18n } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import type { PlanItemEntry } from '@muster/contracts/plans'
import { causeSentence } from '@muster/wording/cause/cause-sentence'
import { causeText } from '@muster/wording/cause/cause-text'
import { ArrowRight, Ban, Equal, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { AccessNames } from '../../../lib/access.ts'
import { formatNumber } from '../../../lib/format.ts'
import { Identity } from '../../../ui/facts/identity.tsx'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import { StepChips } from '../../../ui/facts/step-chips.tsx'
import { BeforeAfter } from './before-after.tsx'
import classes from './plan-item-row.module.css'

const results = {
  change: { word: msg`Will change`, Icon: ArrowRight },
  unchanged: { word: msg`No change`, Icon: Equal },
  blocked: { word: msg`Blocked`, Icon: Ban },
} as const

/** One user of a plan: identity, changes, blockers and warnings. */
export function PlanItemRow({ item, names }: { item: PlanItemEntry; names: AccessNames }): ReactNode {
  const { word, Icon } = results[item.disposition]
  return (
    <tr>
      <td>
        <Identity user={item.user} identifier={item.identifier} />
        {item.row === null ? null : (
          <div className={classes.row}>{t`Row ${{ row: formatNumber(item.row) }} of the file`}</div>
        )}
      </td>
      <td className={classes.changes}>
        <div className={classes.what}>
          {item.steps.length === 0 ? null : <StepChips steps={item.steps} names={names} />}
          {item.before === null ? null : <BeforeAfter before={item.before} after={item.after} names={names} />}
        </div>
      </td>
      <td>
        <span className={classes.result} data-disposition={item.disposition}>
          <Icon size={14} aria-hidden="true" />
          {i18n._(word)}
        </span>
        {item.blockers.map((note) => (
          <p key={`${note.code} ${JSON.stringify(note.details)}`} className={classes.note}>
            <Sentence text={`${causeSentence(i18n, note.code, note.details)}.`} />{' '}
            <span className={classes.remedy}>{causeText(i18n, note.code).remedy}</span>
          </p>
        ))}
        {item.warnings.map((note) => (
          <p key={`${note.code} ${JSON.stringify(note.details)}`} className={classes.note}>
            <TriangleAlert size={12} aria-label={t`Warning:`} className={classes.warning} />{' '}
            <Sentence text={causeSentence(i18n, note.code, note.details)} />
          </p>
        ))}
      </td>
    </tr>
  )
}
