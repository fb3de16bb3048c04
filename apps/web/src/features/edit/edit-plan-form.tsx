import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { PlanEntry } from '@muster/contracts/plans'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { useController } from 'react-hook-form'
import { useGo } from '../../lib/app-link.tsx'
import { paths } from '../../lib/paths.ts'
import { FormModal } from '../../query/form-modal.tsx'
import { Form } from '../../ui/form/form.tsx'
import { useZodForm } from '../../ui/form/use-zod-form.ts'
import { FlagsField } from './fields/flags-field.tsx'
import { GroupsField } from './fields/groups-field.tsx'
import { IdentifiersField } from './fields/identifiers-field.tsx'
import { parsePasted } from './fields/pasted-identifiers.ts'
import { RolesField } from './fields/roles-field.tsx'
import classes from './form.module.css'
import { FormFooter } from './form-footer.tsx'
import { addedUsersSchema, editSchema, startValues, toChange, valuesOf } from './form-values.ts'
import { makePlanMutation, type PlanRequest } from './queries.ts'

const kinds = ['email', 'orgUserId', 'userId', 'channelUserId'] as const

interface EditPlanDialogProps {
  readonly plan: PlanEntry
  /** Items that the new plan excludes. */
  readonly without: readonly number[]
  readonly onClose: () => void
}

/** Changes a plan: its change, and who is in it. A new plan replaces the draft, which itself never changes. */
export function EditPlanDialog({ plan, without, onClose }: EditPlanDialogProps): ReactNode {
  const go = useGo()
  const [isDirty, setDirty] = useState(false)
  const makePlan = useMutation({
    ...makePlanMutation,
    onSuccess: ({ id }) => {
      go(paths.plan(id), { force: true })
      onClose()
    },
  })
  return (
    <FormModal title={t`Edit plan`} size={680} isDirty={isDirty} onClose={onClose}>
      {(close) => (
        <EditPlanForm
          plan={plan}
          without={without}
          request={{ isPending: makePlan.isPending || makePlan.isSuccess, error: makePlan.error }}
          onDirty={setDirty}
          onCancel={close}
          onSubmit={(request) => makePlan.mutate(request)}
        />
      )}
    </FormModal>
  )
}

interface EditPlanFormProps extends Pick<EditPlanDialogProps, 'plan' | 'without'> {
  readonly request: { readonly isPending: boolean; readonly error: unknown }
  readonly onDirty: (isDirty: boolean) => void
  readonly onCancel: () => void
  readonly onSubmit: (request: PlanRequest) => void
}

/** The form of a plan's change and of the users that it adds. A removal or an erasure has no change to edit. */
function useEditPlanForm({ plan, without, request, onSubmit }: EditPlanFormProps) {
  const { change } = plan
  const update = change?.kind === 'update' ? change : null
  return useZodForm({
    schema: update === null ? addedUsersSchema : editSchema(null, { list: 'some' }),
    defaultValues: update === null ? startValues : valuesOf(update),
    request,
    onSubmit: (values) => {
      const edited = update === null ? change : toChange(values)
      if (edited === null) return
      const add = [...parsePasted(values.by, values.text).identifiers]
      onSubmit({ subject: { by: 'plan', planId: plan.id, without, add }, change: edited })
    },
  })
}

function EditPlanForm(props: EditPlanFormProps): ReactNode {
  const { plan, without, onDirty, onCancel } = props
  const form = useEditPlanForm(props)
  const by = useController({ control: form.control, name: 'by' })
  const text = useController({ control: form.control, name: 'text' })
  const { errors, isDirty } = form.formState
  useEffect(() => onDirty(isDirty), [isDirty, onDirty])
  return (
    <Form form={form} className={classes.form}>
      <KeptUsers plan={plan} count={plan.summary.total - without.length} />
      {plan.change?.kind !== 'update' ? null : (
        <>
          <GroupsField control={form.control} user={null} />
          <RolesField control={form.control} user={null} />
          <FlagsField control={form.control} user={null} />
        </>
      )}
      <IdentifiersField
        kinds={plan.change?.kind === 'erase' ? kinds : kinds.slice(0, 3)}
        legend={t`Add users`}
        by={by.field}
        text={text.field}
        isInvalid={text.fieldState.invalid}
      />
      <FormFooter form={form} missing={errors.nothing?.message} onCancel={onCancel} />
    </Form>
  )
}

/** How many users of the plan stay in it. */
function KeptUsers({ plan, count: kept }: { readonly plan: PlanEntry; readonly count: number }): ReactNode {
  return (
    <p className={classes.now}>
      {plural(kept, { one: '# user stays in the plan.', other: '# users stay in the plan.' })}{' '}
      {plan.state === 'ready' ? (
        <Trans>
          The new plan replaces this draft if you made it and it does not wait for approval. Nothing is sent yet.
        </Trans>
      ) : null}
    </p>
  )
}
