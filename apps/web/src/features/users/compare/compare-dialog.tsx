import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Modal } from '@mantine/core'
import type { UserEntry } from '@muster/contracts/users'
import { Check, Minus } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { type AccessNames, useAccessNames } from '../../../lib/access.ts'
import { formatList } from '../../../lib/format.ts'
import { PermittedButton } from '../../../query/permitted-button.tsx'
import { displayName, UserName } from '../../../ui/facts/user-name.tsx'
import layout from '../../../ui/form/form-layout.module.css'
import { RowTable } from '../../../ui/page/row-table.tsx'
import { type AccessFact, type AccessRow, accessRows, type Holding } from './access-rows.ts'
import classes from './compare-dialog.module.css'

interface CompareDialogProps {
  readonly users: readonly [UserEntry, UserEntry]
  /** Copies the access of the first to the second. */
  readonly onCopy: (from: UserEntry, to: UserEntry) => void
  readonly onClose: () => void
}

/** The access of two users side by side. */
export function CompareDialog({ users, onCopy, onClose }: CompareDialogProps): ReactNode {
  const [one, other] = users
  const names = useAccessNames()
  const [isWhole, setWhole] = useState(false)
  const rows = accessRows(one, other)
  const [oneLabel, otherLabel] = labelsOf(users)
  const shown = isWhole ? rows : rows.filter(({ differs }) => differs)
  return (
    <Modal opened onClose={onClose} size={860} title={t`Compare access`}>
      <p className={classes.who}>
        {users.map((user) => (
          <UserName key={user.id} user={user} />
        ))}
      </p>
      <label className={classes.whole}>
        <input type="checkbox" checked={isWhole} onChange={(event) => setWhole(event.currentTarget.checked)} />
        <Trans>Show what both have</Trans>
      </label>
      <RowTable
        label={t`Access of two users`}
        columns={[t`Access`, <bdi key={one.id}>{oneLabel}</bdi>, <bdi key={other.id}>{otherLabel}</bdi>]}
      >
        {shown.map((row) => (
          <CompareRow key={row.key} row={row} names={names} />
        ))}
      </RowTable>
      <Conclusion users={users} isEmpty={shown.length === 0} />
      <div className={layout.buttons}>
        <CopyButton label={oneLabel} onCopy={() => onCopy(other, one)} />
        <CopyButton label={otherLabel} onCopy={() => onCopy(one, other)} />
      </div>
    </Modal>
  )
}

/** The name of each, or the address if both have the same name. */
function labelsOf([one, other]: CompareDialogProps['users']): readonly [string, string] {
  const names = [displayName(one), displayName(other)] as const
  return names[0] === names[1] ? [one.email, other.email] : names
}

interface ConclusionProps extends Pick<CompareDialogProps, 'users'> {
  /** No row is shown. */
  readonly isEmpty: boolean
}

/** That both have the same access, as far as all of it is known. */
function Conclusion({ users, isEmpty }: ConclusionProps): ReactNode {
  const isKnown = users.every(({ unread = [] }) => unread.length === 0)
  if (isKnown && !isEmpty) return null
  return (
    <p className={classes.same}>
      {isKnown ? (
        <Trans>Both have the same access.</Trans>
      ) : (
        <Trans>
          Some access is unknown until Muster reads it from Kore.ai. Only the access shown is compared and copied.
        </Trans>
      )}
    </p>
  )
}

interface CopyButtonProps {
  /** Of the user who gets the access. */
  readonly label: string
  readonly onCopy: () => void
}

function CopyButton({ label, onCopy }: CopyButtonProps): ReactNode {
  return (
    <PermittedButton permission="plans:write" variant="default" onClick={onCopy}>
      {t`Copy access to ${{ name: label }}…`}
    </PermittedButton>
  )
}

function factWords(fact: AccessFact, names: AccessNames): string {
  if (fact.kind === 'group') return t`Group ${{ name: names.group(fact.id) }}`
  if (fact.kind === 'role') return names.roleOnBot(fact)
  return fact.flag === 'isDeveloper' ? t`Developer` : t`May create bots`
}

function CompareRow({ row, names }: { readonly row: AccessRow; readonly names: AccessNames }): ReactNode {
  const [left, right] = row.holdings
  return (
    <tr data-differs={row.differs || undefined}>
      <td>
        <bdi>{factWords(row.fact, names)}</bdi>
      </td>
      <td>
        <HoldingCell holding={left} names={names} />
      </td>
      <td>
        <HoldingCell holding={right} names={names} />
      </td>
    </tr>
  )
}

function HoldingCell({ holding, names }: { readonly holding: Holding; readonly names: AccessNames }): ReactNode {
  if (holding === 'unknown') return <span className={classes.no}>{t`Unknown`}</span>
  if (holding === null)
    return (
      <span className={classes.no}>
        <Minus size={14} aria-hidden="true" /> <Trans>No</Trans>
      </span>
    )
  return (
    <span className={classes.yes}>
      <Check size={14} aria-hidden="true" />{' '}
      {holding.viaGroups.length === 0 ? t`Yes` : t`Through ${{ groups: formatList(holding.viaGroups.map(names.via)) }}`}
    </span>
  )
}
