import { plural, t } from '@lingui/core/macro'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useGo } from '../../lib/app-link.tsx'
import { formatNumber } from '../../lib/format.ts'
import { paths } from '../../lib/paths.ts'
import type { Action, Target } from '../../lib/target.ts'
import { FormModal } from '../../query/form-modal.tsx'
import { LimitNote } from '../../query/limit-note.tsx'
import { displayName } from '../../ui/facts/user-name.tsx'
import type { ActionFormProps } from './action-form-props.ts'
import { EditAccessForm } from './edit-access-form.tsx'
import type { StartPair } from './fields/role-pairs.tsx'
import type { EditValues } from './form-values.ts'
import { makePlanMutation } from './queries.ts'
import { QueueErasureForm } from './queue-erasure-form.tsx'
import { RemoveUsersForm } from './remove-users-form.tsx'

interface ActionDialogProps {
  readonly action: Action
  /** Null: the form has a field for identifiers. */
  readonly target: Target | null
  /** Choices made before the form of the action `edit` opens. */
  readonly preset?: Partial<EditValues> | undefined
  /** The half of a role on a bot that is chosen before the form opens. */
  readonly start?: StartPair | undefined
  /** In place of the name of the action. */
  readonly title?: string
  readonly onClose: () => void
  /** Above the form. */
  readonly children?: ReactNode
}

/** The form of an action. Creates a plan, so nothing is sent before the review. */
export function ActionDialog(props: ActionDialogProps): ReactNode {
  const { action, target, preset, start, title, onClose, children } = props
  const go = useGo()
  const makePlan = useMutation({
    ...makePlanMutation,
    onSuccess: (plan) => go(paths.plan(plan.id), { force: true, onEnd: onClose }),
  })
  const [isDirty, setDirty] = useState(false)
  const form: Omit<ActionFormProps, 'onCancel'> = {
    target,
    request: { isPending: makePlan.isPending || makePlan.isSuccess, error: makePlan.error },
    onDirty: setDirty,
    onSubmit: (request) => makePlan.mutate(request),
  }
  return (
    <FormModal title={title ?? titleOf(action, target)} size={680} isDirty={isDirty} onClose={onClose}>
      {(close) => (
        <>
          <LimitNote />
          {children}
          {action === 'edit' ? <EditAccessForm {...form} preset={preset} start={start} onCancel={close} /> : null}
          {action === 'remove' ? <RemoveUsersForm {...form} onCancel={close} /> : null}
          {action === 'erase' ? <QueueErasureForm {...form} onCancel={close} /> : null}
        </>
      )}
    </FormModal>
  )
}

/** "Edit access of Ana Ruiz", "Remove 212 users", "Queue erasure by ID". */
function titleOf(action: Action, target: Target | null): string {
  if (target === null)
    return { edit: t`Edit access by ID`, remove: t`Remove users by ID`, erase: t`Queue erasure by ID` }[action]
  const [first] = target.kind === 'users' ? target.users : []
  if (target.kind === 'users' && target.users.length === 1 && first !== undefined) {
    const name = displayName(first)
    return { edit: t`Edit access of ${name}`, remove: t`Remove ${name}`, erase: t`Queue erasure for ${name}` }[action]
  }
  const value = target.kind === 'users' ? target.users.length : target.count
  const count = formatNumber(value)
  return {
    edit: plural(value, { one: `Edit access of ${count} user`, other: `Edit access of ${count} users` }),
    remove: plural(value, { one: `Remove ${count} user`, other: `Remove ${count} users` }),
    erase: plural(value, { one: `Queue erasure for ${count} user`, other: `Queue erasure for ${count} users` }),
  }[action]
}
