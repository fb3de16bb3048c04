import { SegmentedControl } from '@mantine/core'
import type { UserEntry } from '@muster/contracts/users'
import { type ReactNode, useId } from 'react'
import { type Control, Controller } from 'react-hook-form'
import classes from '../form.module.css'
import type { EditValues } from '../form-values.ts'

interface FlagsFieldProps {
  readonly control: Control<EditValues>
  /** The one user it is about; null for many. */
  readonly user: UserEntry | null
}

const choices = [
  { value: 'leave', label: 'Leave' },
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
]

const now = (held: boolean | undefined): string => (held === undefined ? '' : ` (now ${held ? 'yes' : 'no'})`)

export function FlagsField({ control, user }: FlagsFieldProps): ReactNode {
  return (
    <fieldset className={classes.field}>
      <legend className={classes.head}>
        <span className={classes.legend}>Flags</span>
      </legend>
      <div className={classes.flags}>
        <Flag control={control} name="isDeveloper" label={`Developer${now(user?.isDeveloper)}`} />
        <Flag control={control} name="canCreateBot" label={`May create bots${now(user?.canCreateBot)}`} />
      </div>
    </fieldset>
  )
}

interface FlagProps {
  readonly control: Control<EditValues>
  readonly name: 'isDeveloper' | 'canCreateBot'
  readonly label: string
}

function Flag({ control, name, label }: FlagProps): ReactNode {
  const labelId = useId()
  return (
    <Controller
      control={control}
      name={name}
      render={({ field, fieldState }) => (
        <div>
          <div className={classes.flag}>
            <span id={labelId}>{label}</span>
            <SegmentedControl
              size="xs"
              aria-labelledby={labelId}
              data={choices}
              value={field.value}
              onChange={field.onChange}
            />
          </div>
          {fieldState.error === undefined ? null : (
            <p role="alert" className={classes.error}>
              {fieldState.error.message}
            </p>
          )}
        </div>
      )}
    />
  )
}
