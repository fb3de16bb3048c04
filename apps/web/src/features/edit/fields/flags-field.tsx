import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { SegmentedControl } from '@mantine/core'
import type { UserEntry } from '@muster/contracts/users'
import { type ReactNode, useId } from 'react'
import { type Control, Controller } from 'react-hook-form'
import classes from '../form.module.css'
import type { EditValues } from '../form-values.ts'

interface FlagsFieldProps {
  readonly control: Control<EditValues>
  /** Null for several users. */
  readonly user: UserEntry | null
}

function developerLabel(now: boolean | undefined): string {
  if (now === undefined) return t`Developer`
  return now ? t`Developer (now yes)` : t`Developer (now no)`
}

function botCreatorLabel(now: boolean | undefined): string {
  if (now === undefined) return t`May create bots`
  return now ? t`May create bots (now yes)` : t`May create bots (now no)`
}

export function FlagsField({ control, user }: FlagsFieldProps): ReactNode {
  return (
    <fieldset className={classes.field}>
      <legend className={classes.head}>
        <span className={classes.legend}>
          <Trans>Flags</Trans>
        </span>
      </legend>
      <div className={classes.flags}>
        <Flag control={control} name="isDeveloper" label={developerLabel(user?.isDeveloper)} />
        <Flag control={control} name="canCreateBot" label={botCreatorLabel(user?.canCreateBot)} />
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
  const choices = [
    { value: 'leave', label: t`Keep` },
    { value: 'yes', label: t`Yes` },
    { value: 'no', label: t`No` },
  ]
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
