import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { UserEntry } from '@muster/contracts/users'
import type { ReactNode } from 'react'
import { type Control, useController } from 'react-hook-form'
import { useAccessNames } from '../../../lib/access.ts'
import { formatList } from '../../../lib/format.ts'
import { ChooseMany } from '../../../ui/form/choose-many.tsx'
import { LookupOption } from '../../../ui/form/lookup-option.tsx'
import classes from '../form.module.css'
import type { EditValues, RoleListName } from '../form-values.ts'
import { ownRoles, type Pair, pairKey } from '../form-values.ts'
import { ModeSwitch } from './mode-switch.tsx'
import { RolePairs, type StartPair } from './role-pairs.tsx'

interface RolesFieldProps {
  readonly control: Control<EditValues>
  /** Null for several users. */
  readonly user: UserEntry | null
  readonly start?: StartPair | undefined
}

export function RolesField({ control, user, start }: RolesFieldProps): ReactNode {
  const names = useAccessNames()
  const mode = useController({ control, name: 'roleMode' }).field
  const half = useController({ control, name: 'halfChosen' }).field
  const switchTo = (next: EditValues['roleMode']): void => {
    // The fields of the other mode start empty.
    half.onChange([])
    mode.onChange(next)
  }
  return (
    <fieldset className={classes.field}>
      <legend className={classes.head}>
        <span className={classes.legend}>
          <Trans>Roles</Trans>
        </span>
        <ModeSwitch label={t`Roles`} value={mode.value} onChange={switchTo} />
      </legend>
      <div className={classes.rows}>
        {user === null ? null : (
          <p className={classes.now}>
            {user.roles.length === 0 ? (
              <Trans>Now: no roles</Trans>
            ) : (
              <Trans>Now: {{ roles: formatList(user.roles.map(names.roleOnBot)) }}</Trans>
            )}
          </p>
        )}
        {mode.value === 'set' ? (
          <RoleList control={control} name="setRoles" label={t`Exactly these roles; all others are removed`} />
        ) : (
          <>
            <RoleList control={control} name="addRoles" label={t`Assign`} start={start} />
            <RoleList control={control} name="removeRoles" label={t`Remove`} holder={user} />
          </>
        )}
      </div>
    </fieldset>
  )
}

interface RoleListProps {
  readonly control: Control<EditValues>
  readonly name: RoleListName
  readonly label: string
  /** Offers only the roles of this user. */
  readonly holder?: UserEntry | null
  readonly start?: StartPair | undefined
}

function RoleList({ control, name, label, start, holder = null }: RoleListProps): ReactNode {
  const { field, fieldState } = useController({ control, name })
  const half = useController({ control, name: 'halfChosen' }).field
  const list = { label, value: field.value, onChange: field.onChange }
  if (holder !== null) return <HeldRoles {...list} user={holder} />
  return (
    <RolePairs
      {...list}
      start={start}
      error={fieldState.error?.message ?? fieldState.error?.root?.message}
      onHalf={(isHalf) => half.onChange([...half.value.filter((other) => other !== name), ...(isHalf ? [name] : [])])}
    />
  )
}

interface HeldRolesProps {
  readonly label: string
  readonly user: UserEntry
  readonly value: readonly Pair[]
  readonly onChange: (value: Pair[]) => void
}

/** Roles to remove from one user. Offers only the user's own roles. */
function HeldRoles({ label, user, value, onChange }: HeldRolesProps): ReactNode {
  const names = useAccessNames()
  const held = ownRoles(user)
  const hasMore = held.length < user.roles.length
  return (
    <ChooseMany
      label={label}
      description={hasMore ? t`Roles inherited from a group end with the group.` : undefined}
      placeholder={held.length === 0 ? t`No roles of their own` : value.length === 0 ? t`Choose roles` : ''}
      disabled={held.length === 0}
      clearable
      nothingFoundMessage={t`No role matches`}
      renderOption={LookupOption}
      options={held.map((pair) => ({ value: pairKey(pair), label: names.roleOnBot(pair) }))}
      value={value.map(pairKey)}
      onChange={(keys) => onChange(held.filter((pair) => keys.includes(pairKey(pair))))}
    />
  )
}
