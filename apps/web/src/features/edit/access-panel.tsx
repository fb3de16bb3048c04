import '@mantine/core/styles/Switch.layer.css'
import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Switch } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import type { PlanEntry } from '@muster/contracts/plans'
import type { UserEntry } from '@muster/contracts/users'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, type RefObject, useRef, useState } from 'react'
import { useController, useWatch } from 'react-hook-form'
import { useAccessNames } from '../../lib/access.ts'
import { rolesByBot } from '../../lib/roles-by-bot.ts'
import { useMay } from '../../lib/session.ts'
import { isUnread, roleFacts } from '../../lib/unread.ts'
import { useDiscardGuard } from '../../query/discard-guard.tsx'
import { PermittedButton } from '../../query/permitted-button.tsx'
import { Form, unchosenField } from '../../ui/form/form.tsx'
import { isSameLayer } from '../../ui/form/same-layer.ts'
import { SubmitButton } from '../../ui/form/submit-button.tsx'
import { useZodForm } from '../../ui/form/use-zod-form.ts'
import drawer from '../../ui/page/drawer-section.module.css'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import { Held, Inherited, UnreadNote } from './access-chips.tsx'
import { type AccessFieldProps, AccessGroups } from './access-groups.tsx'
import classes from './access-panel.module.css'
import { RolePairs } from './fields/role-pairs.tsx'
import { countChanges, editSchema, type Pair, pairKey, startValuesFor, toChange } from './form-values.ts'
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

/** The form of the changes. It becomes a plan, which "Apply" applies directly. */
function useAccessForm({ user, onPlan }: Pick<AccessPanelProps, 'user' | 'onPlan'>) {
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
  const setDirect = (next: boolean): void => {
    isDirect.current = next
  }
  return { form, setDirect }
}

/** The groups, roles and flags of one user, changed where they are shown. The changes become a plan to review. */
export function AccessPanel({ user, isHidden, onPlan }: AccessPanelProps): ReactNode {
  const { form, setDirect } = useAccessForm({ user, onPlan })
  const { control, reset } = form
  const [isDeveloper, canCreateBot, ...lists] = useWatch({ control, name: watched })
  const count = countChanges(lists, [isDeveloper, canCreateBot])
  const isHalf = useWatch({ control, name: 'halfChosen' }).length > 0
  const content = useRef<HTMLDivElement>(null)
  const [round, setRound] = useState(0)
  const discard = (): void => {
    reset(startValuesFor(user))
    // Half a choice is state of its field, which starts again.
    setRound(round + 1)
  }
  const { question } = useDiscardGuard({
    hasChanges: () => count > 0 || isHalf || (content.current !== null && unchosenField(content.current) !== null),
  })
  const submit = useRef<HTMLButtonElement>(null)
  // Not the key of a form above the panel, whose input it would lose.
  useHotkeys([['mod+Enter', (event) => isSameLayer(event, submit.current) && submit.current?.click()]], [])
  return (
    <Form form={form} className={isHidden ? classes.hidden : undefined}>
      <div key={round} ref={content}>
        <AccessGroups control={control} user={user} />
        <Roles control={control} user={user} />
        <Flags control={control} user={user} />
      </div>
      <ErrorNote error={form.error} />
      {count === 0 ? null : (
        <ChangesBar form={form} count={count} submit={submit} onDirect={setDirect} onDiscard={discard} />
      )}
      {question}
    </Form>
  )
}

interface ChangesBarProps {
  readonly form: { readonly isPending: boolean }
  readonly count: number
  /** The button of the primary act. */
  readonly submit: RefObject<HTMLButtonElement | null>
  /** Called before the form is submitted: whether "Apply" submits it. */
  readonly onDirect: (isDirect: boolean) => void
  readonly onDiscard: () => void
}

/** The number of changes, and what to do with them. */
function ChangesBar({ form, count, submit, onDirect, onDiscard }: ChangesBarProps): ReactNode {
  const mayApply = useMay('plans:apply')
  const primary = { ref: submit, 'aria-keyshortcuts': keys }
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a fieldset brings a legend and a look of its own
    <div role="group" aria-label={t`Changes`} className={classes.bar}>
      <strong className={classes.count}>{plural(count, { one: '# change', other: '# changes' })}</strong>
      <Button variant="default" onClick={onDiscard}>
        <Trans>Discard</Trans>
      </Button>
      <SubmitButton form={form} {...(mayApply ? { variant: 'default' } : primary)} onClick={() => onDirect(false)}>
        <Trans>Review</Trans>
      </SubmitButton>
      {mayApply ? (
        <SubmitButton form={form} {...primary} onClick={() => onDirect(true)}>
          <Trans>Apply</Trans>
        </SubmitButton>
      ) : (
        <PermittedButton permission="plans:apply">
          <Trans>Apply</Trans>
        </PermittedButton>
      )}
    </div>
  )
}

function Roles({ control, user }: AccessFieldProps): ReactNode {
  const added = useController({ control, name: 'addRoles' })
  const removed = useController({ control, name: 'removeRoles' }).field
  const half = useController({ control, name: 'halfChosen' }).field
  const removedGroups = useWatch({ control, name: 'removeGroups' })
  return (
    <section className={drawer.section}>
      <h3 className={drawer.heading}>
        <Trans>Roles</Trans>
      </h3>
      <UnreadNote isUnread={user.roles.length === 0 && isUnread(user, ...roleFacts)} />
      {rolesByBot(user.roles).map(({ botId, roles }) => (
        <RolesOnBot
          key={botId ?? ''}
          botId={botId}
          roles={roles}
          removed={removed.value}
          removedGroups={removedGroups}
          onChange={removed.onChange}
        />
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

interface RolesOnBotProps {
  /** Null for the roles on the whole account. */
  readonly botId: string | null
  readonly roles: UserEntry['roles']
  readonly removed: readonly Pair[]
  readonly removedGroups: readonly string[]
  /** Changes the removed roles. */
  readonly onChange: (removed: readonly Pair[]) => void
}

function RolesOnBot({ botId, roles, removed, removedGroups, onChange }: RolesOnBotProps): ReactNode {
  const names = useAccessNames()
  return (
    <div className={classes.onBot}>
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
              isRemoved={removed.some((other) => pairKey(other) === pairKey(role))}
              onRemove={() => onChange([...removed, { roleId: role.roleId, botId }])}
              onKeep={() => onChange(removed.filter((other) => pairKey(other) !== pairKey(role)))}
            />
          ),
        )}
      </ul>
    </div>
  )
}

function Flags({ control, user }: AccessFieldProps): ReactNode {
  return (
    <section className={drawer.section}>
      <Flag control={control} name="isDeveloper" label={t`Developer`} user={user} />
      <Flag control={control} name="canCreateBot" label={t`May create bots`} user={user} />
    </section>
  )
}

interface FlagProps {
  readonly control: AccessFieldProps['control']
  readonly name: 'isDeveloper' | 'canCreateBot'
  readonly label: string
  readonly user: UserEntry
}

function Flag({ control, name, label, user }: FlagProps): ReactNode {
  const now = user[name]
  const { field, fieldState } = useController({ control, name })
  const isOn = field.value === 'leave' ? now : field.value === 'yes'
  return (
    <Switch
      className={classes.flag ?? ''}
      label={label}
      labelPosition="left"
      description={!now && isUnread(user, name) ? t`Unknown until Muster reads it from Kore.ai` : undefined}
      checked={isOn}
      error={fieldState.error === undefined ? undefined : <span role="alert">{fieldState.error.message}</span>}
      onChange={({ currentTarget: { checked } }) => field.onChange(checked === now ? 'leave' : checked ? 'yes' : 'no')}
    />
  )
}
