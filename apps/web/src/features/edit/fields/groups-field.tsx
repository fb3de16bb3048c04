import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { UserEntry } from '@muster/contracts/users'
import type { ReactNode } from 'react'
import { type Control, Controller, useWatch } from 'react-hook-form'
import { useAccessLists, useAccessNames, useAccessReasons } from '../../../lib/access.ts'
import { formatList } from '../../../lib/format.ts'
import { ChooseMany } from '../../../ui/form/choose-many.tsx'
import { LookupOption } from '../../../ui/form/lookup-option.tsx'
import classes from '../form.module.css'
import type { EditValues } from '../form-values.ts'
import { ModeSwitch } from './mode-switch.tsx'

interface GroupsFieldProps {
  readonly control: Control<EditValues>
  /** Null for several users. */
  readonly user: UserEntry | null
}

type GroupListName = 'addGroups' | 'removeGroups' | 'setGroups'

export function GroupsField({ control, user }: GroupsFieldProps): ReactNode {
  const mode = useWatch({ control, name: 'groupMode' })
  return (
    <fieldset className={classes.field}>
      <legend className={classes.head}>
        <span className={classes.legend}>
          <Trans>Groups</Trans>
        </span>
        <Controller
          control={control}
          name="groupMode"
          render={({ field }) => <ModeSwitch label={t`Groups`} value={field.value} onChange={field.onChange} />}
        />
      </legend>
      <div className={classes.rows}>
        {user === null ? null : <CurrentGroups user={user} />}
        {mode === 'set' ? (
          <GroupList
            control={control}
            name="setGroups"
            label={t`Exactly these groups`}
            description={t`All other groups are removed.`}
          />
        ) : (
          <>
            <GroupList control={control} name="addGroups" label={t`Add to`} />
            <GroupList control={control} name="removeGroups" label={t`Remove from`} only={user?.groups} />
          </>
        )}
      </div>
    </fieldset>
  )
}

function CurrentGroups({ user }: { readonly user: UserEntry }): ReactNode {
  const names = useAccessNames()
  return (
    <p className={classes.now}>
      {user.groups.length === 0 ? (
        <Trans>Now: no groups</Trans>
      ) : (
        <Trans>Now: {{ groups: formatList(user.groups.map(names.group)) }}</Trans>
      )}
    </p>
  )
}

interface GroupListProps {
  readonly control: Control<EditValues>
  readonly name: GroupListName
  readonly label: string
  readonly description?: string
  /** Options, if not all groups. */
  readonly only?: readonly string[] | undefined
}

function GroupList({ control, name, label, description, only }: GroupListProps): ReactNode {
  const { groups } = useAccessLists()
  const reason = useAccessReasons().groups
  const offered = only === undefined ? groups : groups.filter((group) => only.includes(group.id))
  return (
    <Controller
      control={control}
      name={name}
      render={({ field, fieldState }) => (
        <ChooseMany
          label={label}
          description={description}
          placeholder={field.value.length === 0 ? t`Choose groups` : ''}
          clearable
          limit={200}
          nothingFoundMessage={reason ?? t`No group matches`}
          options={offered.map((group) => ({ value: group.id, label: group.name }))}
          renderOption={LookupOption}
          error={fieldState.error?.message}
          ref={field.ref}
          value={field.value}
          onChange={field.onChange}
          onBlur={field.onBlur}
        />
      )}
    />
  )
}
