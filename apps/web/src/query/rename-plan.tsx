import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { mostOfName, type PlanListEntry, renamePlan } from '@muster/contracts/plans/listed-plans'
import type { Permission } from '@muster/core/permission'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import * as z from 'zod/mini'
import { call } from '../lib/api.ts'
import { useMay, useSession } from '../lib/session.ts'
import { Form } from '../ui/form/form.tsx'
import { FormEnd } from '../ui/form/form-end.tsx'
import layout from '../ui/form/form-layout.module.css'
import { useZodForm } from '../ui/form/use-zod-form.ts'
import { FormModal } from './form-modal.tsx'
import { PermittedButton } from './permitted-button.tsx'

const nameSchema = z.object({ name: z.string().check(z.trim(), z.maxLength(mostOfName)) })

/** The permission to rename a plan: that of its author, or of members who may approve plans. */
export function useRenamePermission({ createdBy }: Pick<PlanListEntry, 'createdBy'>): Permission {
  const { member } = useSession()
  const isPlanner = useMay('plans:write')
  return isPlanner && member?.email !== createdBy ? 'plans:approve' : 'plans:write'
}

interface RenamePlanProps {
  readonly plan: Pick<PlanListEntry, 'id' | 'title' | 'name'>
  readonly onClose: () => void
}

function useRenameForm({ plan, onClose }: RenamePlanProps) {
  const client = useQueryClient()
  const rename = useMutation({
    mutationFn: (name: string | null) => call(renamePlan, { params: { id: plan.id }, body: { name } }),
    onSuccess: async (renamed) => {
      client.setQueryData(['plans', plan.id], renamed)
      const stale = renamed.jobId === null ? [['plans', 'list']] : [['plans', 'list'], ['jobs']]
      await Promise.all(stale.map((queryKey) => client.invalidateQueries({ queryKey })))
    },
  })
  const form = useZodForm({
    schema: nameSchema,
    defaultValues: { name: plan.name ?? '' },
    request: rename,
    fields: { 'body.name': 'name' },
    onSubmit: ({ name }) => rename.mutate(name === '' ? null : name, { onSuccess: onClose }),
  })
  return { form, isRenamed: rename.isSuccess }
}

/** Names a plan and its job, by which its member finds them again. Without a name, the title is what the plan changes. */
export function RenamePlan(props: RenamePlanProps): ReactNode {
  const { plan, onClose } = props
  const { form, isRenamed } = useRenameForm(props)
  return (
    <FormModal
      title={t`Rename plan`}
      size="md"
      centered
      isDirty={form.formState.isDirty && !isRenamed}
      onClose={onClose}
    >
      {(close) => (
        <Form form={form} className={layout.fields}>
          <TextInput
            data-autofocus
            label={t`Name of the plan`}
            description={t`Leave it blank to show only what the plan changes.`}
            placeholder={plan.title}
            maxLength={mostOfName}
            error={form.formState.errors.name?.message}
            {...form.register('name')}
          />
          <FormEnd form={form} onClose={close}>
            <Trans>Rename</Trans>
          </FormEnd>
        </Form>
      )}
    </FormModal>
  )
}

/** Opens the form that names a plan and its job. */
export function RenameButton({ plan }: { readonly plan: RenamePlanProps['plan'] & Pick<PlanListEntry, 'createdBy'> }) {
  const [isRenaming, setRenaming] = useState(false)
  return (
    <>
      <PermittedButton permission={useRenamePermission(plan)} variant="default" onClick={() => setRenaming(true)}>
        <Trans>Rename…</Trans>
      </PermittedButton>
      {isRenaming ? <RenamePlan plan={plan} onClose={() => setRenaming(false)} /> : null}
    </>
  )
}
