import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useGo } from '../../lib/app-link.tsx'
import { formatCount } from '../../lib/format.ts'
import { useLeaveGuard } from '../../lib/leave-guard.ts'
import { paths } from '../../lib/paths.ts'
import type { Action, Target } from '../../lib/target.ts'
import { displayName } from '../../ui/facts/user-name.tsx'
import { FormModal } from '../../ui/form/form-modal.tsx'
import type { ActionFormProps } from './action-form-props.ts'
import { EditAccessForm } from './edit-access-form.tsx'
import { makePlanMutation } from './queries.ts'
import { QueueErasureForm } from './queue-erasure-form.tsx'
import { RemoveUsersForm } from './remove-users-form.tsx'

interface ActionDialogProps {
  readonly action: Action
  /** Null: the person names them here. */
  readonly target: Target | null
  readonly onClose: () => void
}

/** Asks what should become of the chosen people and turns it into a plan; nothing is sent before that is read. */
export function ActionDialog({ action, target, onClose }: ActionDialogProps): ReactNode {
  const go = useGo()
  const makePlan = useMutation({ ...makePlanMutation, onSuccess: (plan) => go(paths.plan(plan.id), { force: true }) })
  const [isDirty, setDirty] = useState(false)
  const guard = useLeaveGuard()
  const form: Omit<ActionFormProps, 'onCancel'> = {
    target,
    busy: makePlan.isPending || makePlan.isSuccess,
    error: makePlan.error,
    onDirty: setDirty,
    onSubmit: (request) => makePlan.mutate(request),
  }
  return (
    <FormModal title={titleOf(action, target)} size={680} isDirty={isDirty} guard={guard} onClose={onClose}>
      {(close) => (
        <>
          {action === 'edit' && target !== null ? <EditAccessForm {...form} target={target} onCancel={close} /> : null}
          {action === 'remove' ? <RemoveUsersForm {...form} onCancel={close} /> : null}
          {action === 'erase' ? <QueueErasureForm {...form} onCancel={close} /> : null}
        </>
      )}
    </FormModal>
  )
}

const verbs: Readonly<Record<Action, string>> = {
  edit: 'Edit access of',
  remove: 'Remove',
  erase: 'Queue erasure for',
}

/** "Edit access of Ana Ruiz", "Remove 212 users", "Queue erasure for people you name". */
function titleOf(action: Action, target: Target | null): string {
  if (target === null) return `${verbs[action]} people you name`
  if (target.kind === 'matching') return `${verbs[action]} ${formatCount(target.count)} users`
  const [first] = target.users
  if (target.users.length === 1 && first !== undefined) return `${verbs[action]} ${displayName(first)}`
  return `${verbs[action]} ${formatCount({ value: target.users.length, capped: false })} users`
}
