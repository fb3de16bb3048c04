import { t } from '@lingui/core/macro'
import { Pill } from '@mantine/core'
import { isAssignable } from '@muster/core/account/access'
import { type ReactNode, useId, useState } from 'react'
import { useAccessLists, useAccessNames, useAccessReasons } from '../../../lib/access.ts'
import { ChooseOne } from '../../../ui/form/choose-one.tsx'
import { LookupOption } from '../../../ui/form/lookup-option.tsx'
import classes from '../form.module.css'
import { type Pair, pairKey } from '../form-values.ts'

/** A role without its bot, or a bot without its role. */
export interface StartPair {
  readonly roleId: string | null
  readonly botId: string | null
}

interface RolePairsProps {
  readonly label: string
  readonly value: readonly Pair[]
  readonly error: string | undefined
  /** Chosen before the form opens. */
  readonly start?: StartPair | undefined
  readonly onChange: (value: Pair[]) => void
  /** Called when only one half of a pair is chosen. */
  readonly onHalf: (isHalf: boolean) => void
}

interface Named {
  readonly id: string
  readonly name: string
}

interface Assignable extends Named {
  readonly kind: 'bot' | 'admin'
}

/** The halves of the next pair. */
function useNextPair({ value, start, onChange, onHalf }: RolePairsProps, roles: readonly Assignable[]) {
  const [roleId, setRoleId] = useState(start?.roleId ?? null)
  const [botId, setBotId] = useState(start?.botId ?? null)
  const isAdmin = (id: string | null): boolean => roles.find((role) => role.id === id)?.kind === 'admin'
  const choose = (role: string | null, bot: string | null): void => {
    const pair = role === null ? null : isAdmin(role) ? { roleId: role, botId: null } : { roleId: role, botId: bot }
    const isWhole = pair !== null && (pair.botId !== null || isAdmin(role))
    setRoleId(isWhole && pair.botId === null ? null : role)
    setBotId(isWhole ? null : bot)
    onHalf(!isWhole && (role !== null || bot !== null))
    if (isWhole && !value.some((entry) => pairKey(entry) === pairKey(pair))) onChange([...value, pair])
  }
  return { roleId, botId, choose }
}

/**
 * A list of roles on bots. A pair joins the list as soon as both halves are chosen; the role stays chosen for the next
 * bot. An admin role applies to the whole account and needs no bot.
 */
export function RolePairs(props: RolePairsProps): ReactNode {
  const { label, value, error, onChange } = props
  const { roles: allRoles, bots } = useAccessLists()
  const roles = allRoles.filter(isAssignable)
  const reasons = useAccessReasons()
  const { roleId, botId, choose } = useNextPair(props, roles)
  const errorId = useId()
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a fieldset has a legend and a style of its own
    <div role="group" aria-label={label} aria-describedby={error === undefined ? undefined : errorId}>
      <div className={classes.pair}>
        <RoleChoice label={label} roles={roles} value={roleId} onChange={(next) => choose(next, botId)} />
        <ChooseOne
          aria-label={t`${label}: bot`}
          placeholder={
            roleId !== null && value.some((pair) => pair.roleId === roleId) ? t`on another bot` : t`on a bot`
          }
          clearable
          clearButtonProps={{ 'aria-label': t`${label}: clear the bot` }}
          limit={200}
          renderOption={LookupOption}
          nothingFoundMessage={reasons.bots ?? t`No bot matches`}
          options={optionsOf(bots)}
          value={botId}
          onChange={(next) => choose(roleId, next)}
        />
      </div>
      <ChosenPairs value={value} onChange={onChange} />
      {error === undefined ? null : (
        <p id={errorId} role="alert" className={classes.error}>
          {error}
        </p>
      )}
    </div>
  )
}

interface RoleChoiceProps {
  readonly label: string
  readonly roles: readonly Assignable[]
  readonly value: string | null
  readonly onChange: (roleId: string | null) => void
}

function RoleChoice({ label, roles, value, onChange }: RoleChoiceProps): ReactNode {
  const reason = useAccessReasons().roles
  return (
    <ChooseOne
      label={label}
      aria-label={t`${label}: role`}
      placeholder={t`Choose a role`}
      clearable
      clearButtonProps={{ 'aria-label': t`${label}: clear the role` }}
      limit={200}
      renderOption={LookupOption}
      nothingFoundMessage={reason ?? t`No role matches`}
      options={optionsOf(roles)}
      groups={[
        { group: t`On a bot`, items: optionsOf(roles.filter((role) => role.kind === 'bot')) },
        { group: t`Whole account`, items: optionsOf(roles.filter((role) => role.kind === 'admin')) },
      ]}
      value={value}
      onChange={onChange}
    />
  )
}

function optionsOf(entries: readonly Named[]) {
  return entries.map(({ id, name }) => ({ value: id, label: name }))
}

interface ChosenPairsProps {
  readonly value: readonly Pair[]
  readonly onChange: (value: Pair[]) => void
}

/** The chosen roles on bots, each with a button that removes it. */
function ChosenPairs({ value, onChange }: ChosenPairsProps): ReactNode {
  const names = useAccessNames()
  if (value.length === 0) return null
  return (
    <ul className={classes.pairs}>
      {value.map((entry) => (
        <li key={pairKey(entry)}>
          <Pill
            size="md"
            title={entry.botId === null ? entry.roleId : t`${{ role: entry.roleId }} on ${{ bot: entry.botId }}`}
            withRemoveButton
            removeButtonProps={{
              'aria-label': t`Remove ${{ role: names.roleOnBot(entry) }}`,
              'aria-hidden': false,
              tabIndex: 0,
            }}
            onRemove={() => onChange(value.filter((kept) => pairKey(kept) !== pairKey(entry)))}
          >
            <bdi>{names.roleOnBot(entry)}</bdi>
          </Pill>
        </li>
      ))}
    </ul>
  )
}
