import { i18n } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { PlanItemEntry } from '@muster/contracts/plans'
import type { Access } from '@muster/core/account/user'
import type { PlanNote } from '@muster/core/plan/plan'
import { isolateText } from '@muster/core/text/visible-controls'
import { causeSentence } from '@muster/wording/cause/cause-sentence'
import { causeText, causeTitle } from '@muster/wording/cause/cause-text'
import { ArrowRight, Ban, Equal, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useState } from 'react'
import type { AccessNames } from '../../../lib/access.ts'
import { type RowAct, RowMenu } from '../../../query/row-menu.tsx'
import { ChangeChip } from '../../../ui/facts/change-chip.tsx'
import { ItemIdentity } from '../../../ui/facts/item-identity.tsx'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import { StepChips } from '../../../ui/facts/step-chips.tsx'
import { displayName } from '../../../ui/facts/user-name.tsx'
import { type AccessPart, accessDiff } from './access-diff.ts'
import type { PlanExclusion } from './exclusion-bar.tsx'
import classes from './plan-item-row.module.css'

interface BeforeAfterProps {
  readonly before: Access
  /** Null for a removal. */
  readonly after: Access | null
  readonly names: AccessNames
}

const noAccess: Access = { groups: [], roles: [], canCreateBot: false, isDeveloper: false }

/** The access of one user before and after, folded until opened. */
function BeforeAfter({ before, after, names }: BeforeAfterProps): ReactNode {
  const [open, setOpen] = useState(false)
  return (
    <details className={classes.before} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Trans>Before and after</Trans>
      </summary>
      {open ? <Parts diff={accessDiff(before, after ?? noAccess, names)} /> : null}
    </details>
  )
}

function Parts({ diff }: { diff: ReturnType<typeof accessDiff> }): ReactNode {
  return (
    <dl>
      <Part label={t`Groups`} parts={diff.groups} />
      <Part label={t`Roles`} parts={diff.roles} />
      <Part label={t`Flags`} parts={diff.flags} />
    </dl>
  )
}

function Part({ label, parts }: { label: string; parts: readonly AccessPart[] }): ReactNode {
  return (
    <div className={classes.part}>
      <dt>{label}</dt>
      <dd>
        {parts.length === 0 ? t`none` : null}
        {parts.map((part) => (
          <ChangeChip key={part.key} op={part.op} label={part.label} {...(part.id === null ? {} : { id: part.id })} />
        ))}
      </dd>
    </div>
  )
}

const results = {
  change: { word: msg`Will change`, Icon: ArrowRight },
  unchanged: { word: msg`No change`, Icon: Equal },
  blocked: { word: msg`Blocked`, Icon: Ban },
} as const

interface PlanItemRowProps {
  readonly item: PlanItemEntry
  readonly names: AccessNames
  /** Null for a plan that this member cannot edit. */
  readonly edit: PlanExclusion | null
}

/** One user of a plan on one line: identity, changes, result with its notes, and a menu with the rest. */
export function PlanItemRow({ item, names, edit }: PlanItemRowProps): ReactNode {
  const [showsAccess, setShowsAccess] = useState(false)
  const { word, Icon } = results[item.disposition]
  const isExcluded = edit?.without.has(item.seq) === true
  return (
    <tr data-excluded={isExcluded || undefined} className={classes.item}>
      <td>
        <ItemIdentity item={item} />
      </td>
      <td className={classes.changes}>
        {item.steps.length === 0 ? null : <StepChips steps={item.steps} names={names} />}
        {showsAccess && item.before !== null ? (
          <section className={classes.before} aria-label={t`Before and after`}>
            <Parts diff={accessDiff(item.before, item.after ?? noAccess, names)} />
          </section>
        ) : null}
      </td>
      <td className={classes.outcome}>
        <div className={classes.line}>
          <div className={classes.words}>
            <span className={classes.result} data-disposition={item.disposition}>
              <Icon size={14} aria-hidden="true" />
              {isExcluded ? t`Excluded` : i18n._(word)}
            </span>
            <ItemNotes item={item} isShort />
          </div>
          <RowMenu
            name={item.user === null ? item.identifier.value : displayName(item.user)}
            acts={[
              ...(edit === null ? [] : [excludeAct(item.seq, isExcluded, edit)]),
              ...(item.before === null ? [] : [accessAct(showsAccess, () => setShowsAccess(!showsAccess))]),
            ]}
          />
        </div>
      </td>
    </tr>
  )
}

const excludeAct = (seq: number, isExcluded: boolean, edit: PlanExclusion): RowAct => ({
  key: 'exclude',
  label: isExcluded ? t`Keep in the plan` : t`Exclude from the plan`,
  permission: null,
  onClick: () => edit.onToggle(seq),
})

const accessAct = (isShown: boolean, onClick: () => void): RowAct => ({
  key: 'access',
  label: isShown ? t`Hide before and after` : t`Before and after`,
  permission: null,
  onClick,
})

/** The changes of one user, and the access before and after them. */
export function ItemChanges({ item, names }: Pick<PlanItemRowProps, 'item' | 'names'>): ReactNode {
  return (
    <div className={classes.what}>
      {item.steps.length === 0 ? null : <StepChips steps={item.steps} names={names} />}
      {item.before === null ? null : <BeforeAfter before={item.before} after={item.after} names={names} />}
    </div>
  )
}

/** Causes whose details are the changes beside them, or the user. */
const shownByRow: ReadonlySet<string> = new Set(['raises_privilege', 'removes_person', 'user_not_found'])

interface ItemNotesProps extends Pick<PlanItemRowProps, 'item'> {
  /** On one line each, without what the row shows, and without the remedy, which the page shows once for all users. */
  readonly isShort?: boolean
}

interface ItemNoteProps {
  readonly sentence: string
  readonly isShort: boolean
  readonly children: ReactNode
}

/** One note; a short one has its whole sentence as a title. */
function ItemNote({ sentence, isShort, children }: ItemNoteProps): ReactNode {
  return (
    <p className={classes.note} data-short={isShort || undefined} title={isShort ? isolateText(sentence) : undefined}>
      {children}
    </p>
  )
}

const noteKey = ({ code, details }: PlanNote): string => `${code} ${JSON.stringify(details)}`
const noteSentence = ({ code, details }: PlanNote): string => causeSentence(i18n, code, details)
const shortSentence = (note: PlanNote): string =>
  shownByRow.has(note.code) ? causeTitle(i18n, note.code) : noteSentence(note)

/** What blocks the changes of one user, with the remedy, and what to look at. */
export function ItemNotes({ item, isShort = false }: ItemNotesProps): ReactNode {
  return (
    <>
      {item.blockers.map((note) => (
        <ItemNote key={noteKey(note)} sentence={noteSentence(note)} isShort={isShort}>
          <Sentence text={isShort ? shortSentence(note) : `${noteSentence(note)}.`} />{' '}
          {isShort ? null : <span className={classes.remedy}>{causeText(i18n, note.code).remedy}</span>}
        </ItemNote>
      ))}
      {item.warnings.map((note) => (
        <ItemNote key={noteKey(note)} sentence={noteSentence(note)} isShort={isShort}>
          <TriangleAlert size={12} aria-label={t`Warning:`} className={classes.warning} />{' '}
          <Sentence text={isShort ? shortSentence(note) : noteSentence(note)} />
        </ItemNote>
      ))}
    </>
  )
}
