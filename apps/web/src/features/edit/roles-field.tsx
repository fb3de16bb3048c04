import type { UserEntry } from '@muster/contracts/users'
import type { ReactNode } from 'react'
import { type Control, Controller, useWatch } from 'react-hook-form'
import { useAccessNames } from '../../lib/access.ts'
import classes from './form.module.css'
import type { EditValues } from './form-values.ts'
import { ModeSwitch } from './mode-switch.tsx'
import { RolePairs } from './role-pairs.tsx'

interface RolesFieldProps {
  readonly control: Control<EditValues>
  /** The one user it is about; null for many. */
  readonly user: UserEntry | null
}

export function RolesField({ control, user }: RolesFieldProps): ReactNode {
  const names = useAccessNames()
  const mode = useWatch({ control, name: 'roleMode' })
  const lists = mode === 'set' ? setLists : editLists
  return (
    <fieldset className={classes.field}>
      <legend className={classes.head}>
        <span className={classes.legend}>Roles</span>
        <Controller
          control={control}
          name="roleMode"
          render={({ field }) => <ModeSwitch label="Roles" value={field.value} onChange={field.onChange} />}
        />
      </legend>
      <div className={classes.rows}>
        {user === null ? null : (
          <p className={classes.now}>
            Now: {user.roles.length === 0 ? 'no role' : user.roles.map(names.roleOnBot).join(', ')}
          </p>
        )}
        {lists.map(({ name, label }) => (
          <Controller
            key={name}
            control={control}
            name={name}
            render={({ field, fieldState }) => (
              <RolePairs
                label={label}
                value={field.value}
                error={fieldState.error?.message ?? fieldState.error?.root?.message}
                onChange={field.onChange}
              />
            )}
          />
        ))}
      </div>
    </fieldset>
  )
}

const editLists = [
  { name: 'addRoles', label: 'Give' },
  { name: 'removeRoles', label: 'Take away' },
] as const
const setLists = [{ name: 'setRoles', label: 'Exactly these roles; every other one is taken away' }] as const
