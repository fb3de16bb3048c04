import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { MemberEntry } from '@muster/contracts/members'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Controller } from 'react-hook-form'
import * as z from 'zod/mini'
import { useAccessLists } from '../../lib/access.ts'
import { FormModal } from '../../query/form-modal.tsx'
import { ChooseMany } from '../../ui/form/choose-many.tsx'
import { Form } from '../../ui/form/form.tsx'
import { FormEnd } from '../../ui/form/form-end.tsx'
import layout from '../../ui/form/form-layout.module.css'
import { useZodForm } from '../../ui/form/use-zod-form.ts'
import { scopeMutation } from './queries.ts'

const schema = z.object({ groups: z.array(z.string()), bots: z.array(z.string()) })

/** Null: not limited. */
const listOf = (ids: readonly string[]): string[] | null => (ids.length === 0 ? null : [...ids])

interface Named {
  readonly id: string
  readonly name: string
}

/** All entries, and chosen ones that the account no longer has. */
const optionsOf = (entries: readonly Named[], chosen: readonly string[]) => [
  ...entries.map(({ id, name }) => ({ value: id, label: name })),
  ...chosen.filter((id) => !entries.some((entry) => entry.id === id)).map((id) => ({ value: id, label: id })),
]

function useScopeForm(member: MemberEntry, onClose: () => void) {
  const request = useMutation(scopeMutation(useQueryClient()))
  const form = useZodForm({
    schema,
    defaultValues: { groups: member.scope?.groups ?? [], bots: member.scope?.bots ?? [] },
    request,
    onSubmit: (chosen) =>
      request.mutate(
        { id: member.id, scope: { groups: listOf(chosen.groups), bots: listOf(chosen.bots) } },
        { onSuccess: onClose },
      ),
  })
  return { form, isSent: request.isSuccess }
}

/** Limits the role of a member to users of groups and to roles on bots. */
export function ScopeDialog({ member, onClose }: { member: MemberEntry; onClose: () => void }): ReactNode {
  const { form, isSent } = useScopeForm(member, onClose)
  const { isDirty } = form.formState
  return (
    <FormModal
      title={t`Limit the role of ${{ name: member.name }}`}
      centered
      isDirty={isDirty && !isSent}
      onClose={onClose}
    >
      {(close) => (
        <Form form={form} className={layout.fields}>
          <p>
            <Trans>
              The member sees and changes only users of these groups, and only their own plans, files and jobs. They
              approve nothing, and do not read the audit.
            </Trans>
          </p>
          <ScopeFields form={form} />
          <FormEnd form={form} onClose={close}>
            <Trans>Set the limit</Trans>
          </FormEnd>
        </Form>
      )}
    </FormModal>
  )
}

function ScopeFields({ form: { control } }: Pick<ReturnType<typeof useScopeForm>, 'form'>): ReactNode {
  const { groups, bots } = useAccessLists()
  return (
    <>
      <Controller
        control={control}
        name="groups"
        render={({ field }) => (
          <ChooseMany
            label={t`Only users of these groups`}
            placeholder={field.value.length === 0 ? t`All users` : ''}
            options={optionsOf(groups, field.value)}
            value={field.value}
            onChange={field.onChange}
          />
        )}
      />
      <Controller
        control={control}
        name="bots"
        render={({ field }) => (
          <ChooseMany
            label={t`Only roles on these bots`}
            description={t`With this limit, the member changes no groups: groups can bring roles on other bots.`}
            placeholder={field.value.length === 0 ? t`All roles` : ''}
            options={optionsOf(bots, field.value)}
            value={field.value}
            onChange={field.onChange}
          />
        )}
      />
    </>
  )
}
