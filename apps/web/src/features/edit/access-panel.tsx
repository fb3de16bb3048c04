import '@mantine/core/styles/Switch.layer.css'
import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Switch } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import type { PlanEntry } from '@muster/contracts/plans'
import type { UserEntry } from '@muster/contracts/users'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef } from 'react'
import { useController, useWatch } from 'react-hook-form'
import { useAccessLists, useAccessNames, useAccessReasons } from '../../lib/access.ts'
import { useLeaveGuard } from '../../lib/leave-guard.ts'
import { rolesByBot } from '../../lib/roles-by-bot.ts'
import { useMay } from '../../lib/session.ts'
import { PermittedButton } from '../../query/permitted-button.tsx'
import { ChooseOne } from '../../ui/form/choose-one.tsx'
import { DiscardDialog } from '../../ui/form/discard-dialog.tsx'
import { Form } from '../../ui/form/form.tsx'
import { LookupOption } from '../../ui/form/lookup-option.tsx'
import { isSameLayer } from '../../ui/form/same-layer.ts'
import { SubmitButton } from '../../ui/form/submit-button.tsx'
import { useZodForm } from '../../ui/form/use-zod-form.ts'
import drawer from '../../ui/page/drawer-section.module.css'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import { Added, Held, Inherited } from './access-chips.tsx'
import classes from './access-panel.module.css'
import { RolePairs } from './fields/role-pairs.tsx'
import {
  countChanges,
  type EditValues,
  editSchema,
  type Pair,
  pairKey,
  startValuesFor,
  toChange,
} from './form-values.ts'
import { makePlanMutation } from './queries.ts'

/** The primary act. */
// untranslated: keys
const keys = 'Control+Enter Meta+Enter'

const watched = ['isDeveloper', 'canCreateBot', 'addGroups', 'removeGroups', 'addRoles', 'removeRoles'] as const

interface AccessPanelProps {
  readonly user: UserEntry
  /** Its plan is on screen instead. */
  readonly isHidden: boolean
  /** Shows the plan of the changes; `isDirect` applies it if it is exactly them. */
  readonly onPlan: (plan: PlanEntry, isDirect: boolean) => void
}

/** The groups, roles and flags of one user, changed where they are shown. The changes become a plan to review. */
export function AccessPanel({ user, isHidden, onPlan }: AccessPanelProps): ReactNode {
  const guard = useLeaveGuard()
  const mayApply = useMay('plans:apply')
  const isDirect = useRef(false)
  const makePlan = useMutation({ ...makePlanMutation, onSuccess: (plan) => onPlan(plan, isDirect.current) })
  const form = useZodForm({
    schema: editSchema(user),
    defaultValues: startValuesFor(user),
    request: { isPending: makePlan.isPending, error: makePlan.error },
    onSubmit: (values) =>
      makePlan.mutate({
        subject: { by: 'target', target: { kind: 'users', users: [user] } },
        change: toChange(values),
      }),
  })
  const { control, reset } = form
  const [isDeveloper, canCreateBot, ...lists] = useWatch({ control, name: watched })
  const count = countChanges(lists, [isDeveloper, canCreateBot])
  useEffect(() => guard.watch(() => count > 0))
  const submit = useRef<HTMLButtonElement>(null)
  // Not the key of a form above the panel, whose input it would lose.
  useHotkeys([['mod+Enter', (event) => isSameLayer(event, submit.current) && submit.current?.click()]], [])
  return (
    <Form form={form} className={isHidden ? classes.hidden : undefined}>
      <Groups control={control} user={user} />
      <Roles control={control} user={user} />
      <Flags control={control} user={user} />
      <ErrorNote error={form.error} />
      {count === 0 ? null : (
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a fieldset brings a legend and a look of its own
        <div role="group" aria-label={t`Changes`} className={classes.bar}>
          <strong className={classes.count}>{plural(count, { one: '# change', other: '# changes' })}</strong>
          <Button variant="default" onClick={() => reset(startValuesFor(user))}>
            <Trans>Discard</Trans>
          </Button>
          <SubmitButton
            form={form}
            {...(mayApply ? { variant: 'default' } : { ref: submit, 'aria-keyshortcuts': keys })}
            onClick={() => {
              isDirect.current = false
            }}
          >
            <Trans>Review</Trans>
          </SubmitButton>
          {mayApply ? (
            <SubmitButton
              form={form}
              ref={submit}
              aria-keyshortcuts={keys}
              onClick={() => {
                isDirect.current = true
              }}
            >
              <Trans>Apply</Trans>
            </SubmitButton>
          ) : (
            <PermittedButton permission="plans:apply">
              <Trans>Apply</Trans>
            </PermittedButton>
          )}
        </div>
      )}
      {guard.isBlocked ? <DiscardDialog onKeep={guard.stay} onDiscard={guard.leave} /> : null}
    </Form>
  )
}

type Control = ReturnType<typeof useZodForm<EditValues, EditValues>>['control']

interface PartProps {
  readonly control: Control
  readonly user: UserEntry
}

function Groups({ control, user }: PartProps): ReactNode {
  const names = useAccessNames()
  const { groups } = useAccessLists()
  const reason = useAccessReasons().groups
  const added = useController({ control, name: 'addGroups' }).field
  const removed = useController({ control, name: 'removeGroups' }).field
  const chosen = added.value.length + removed.value.length
  const field = useRef<HTMLInputElement>(null)
  useHotkeys([['g', (event) => isSameLayer(event, field.current) && field.current?.focus()]])
  const without = (list: readonly string[], id: string): string[] => list.filter((other) => other !== id)
  const isAdding = useRef(false)
  useEffect(() => {
    if (isAdding.current) field.current?.focus()
    isAdding.current = false
  })
  const add = (id: string): void => {
    isAdding.current = true
    if (removed.value.includes(id)) removed.onChange(without(removed.value, id))
    else if (!user.groups.includes(id) && !added.value.includes(id)) added.onChange([...added.value, id])
  }
  return (
    <section className={drawer.section}>
      <h3 className={drawer.heading}>
        <Trans>Groups</Trans>
      </h3>
      <ul className={drawer.chips}>
        {user.groups.map((id) => (
          <Held
            key={id}
            name={names.group(id)}
            id={id}
            isRemoved={removed.value.includes(id)}
            onRemove={() => removed.onChange([...removed.value, id])}
            onKeep={() => removed.onChange(without(removed.value, id))}
          />
        ))}
        {added.value.map((id) => (
          <Added key={id} name={names.group(id)} id={id} onRemove={() => added.onChange(without(added.value, id))} />
        ))}
      </ul>
      <ChooseOne
        // A new field after each choice: it starts closed, with the focus for the next group.
        key={chosen}
        ref={field}
        openOnFocus={false}
        aria-label={t`Add to a group`}
        aria-keyshortcuts="g"
        placeholder={t`Add to a group`}
        limit={200}
        renderOption={LookupOption}
        nothingFoundMessage={reason ?? t`No group matches`}
        options={groups
          .filter(({ id }) => !user.groups.includes(id) && !added.value.includes(id))
          .map(({ id, name }) => ({ value: id, label: name }))}
        value={null}
        onChange={(id) => (id === null ? undefined : add(id))}
      />
    </section>
  )
}

function Roles({ control, user }: PartProps): ReactNode {
  const names = useAccessNames()
  const added = useController({ control, name: 'addRoles' })
  const removed = useController({ control, name: 'removeRoles' }).field
  const half = useController({ control, name: 'halfChosen' }).field
  const removedGroups = useWatch({ control, name: 'removeGroups' })
  const isRemoved = (pair: Pair): boolean => removed.value.some((other) => pairKey(other) === pairKey(pair))
  return (
    <section className={drawer.section}>
      <h3 className={drawer.heading}>
        <Trans>Roles</Trans>
      </h3>
      {rolesByBot(user.roles).map(({ botId, roles }) => (
        <div key={botId ?? ''} className={classes.onBot}>
          <span className={classes.bot} title={botId ?? undefined}>
            {botId === null ? t`Whole account` : <bdi>{names.bot(botId)}</bdi>}
          </span>
          <ul className={drawer.chips}>
            {roles.map((role) =>
              role.viaGroups.length > 0 ? (
                <Inherited key={role.roleId} role={role} names={names} removedGroups={removedGroups} />
              ) : (
                <Held
                  key={role.roleId}
                  name={names.role(role.roleId)}
                  id={role.roleId}
                  isRemoved={isRemoved(role)}
                  onRemove={() => removed.onChange([...removed.value, { roleId: role.roleId, botId }])}
                  onKeep={() => removed.onChange(removed.value.filter((other) => pairKey(other) !== pairKey(role)))}
                />
              ),
            )}
          </ul>
        </div>
      ))}
      <RolePairs
        label={t`Assign`}
        value={added.field.value}
        error={added.fieldState.error?.message ?? added.fieldState.error?.root?.message}
        onChange={added.field.onChange}
        onHalf={(isHalf) => half.onChange(isHalf ? ['addRoles'] : [])}
      />
    </section>
  )
}

function Flags({ control, user }: PartProps): ReactNode {
  return (
    <section className={drawer.section}>
      <Flag control={control} name="isDeveloper" label={t`Developer`} now={user.isDeveloper} />
      <Flag control={control} name="canCreateBot" label={t`May create bots`} now={user.canCreateBot} />
    </section>
  )
}

interface FlagProps {
  readonly control: Control
  readonly name: 'isDeveloper' | 'canCreateBot'
  readonly label: string
  readonly now: boolean
}

function Flag({ control, name, label, now }: FlagProps): ReactNode {
  const { field, fieldState } = useController({ control, name })
  const isOn = field.value === 'leave' ? now : field.value === 'yes'
  return (
    <Switch
      className={classes.flag ?? ''}
      label={label}
      labelPosition="left"
      checked={isOn}
      error={fieldState.error === undefined ? undefined : <span role="alert">{fieldState.error.message}</span>}
      onChange={({ currentTarget: { checked } }) => field.onChange(checked === now ? 'leave' : checked ? 'yes' : 'no')}
    />
  )
}
