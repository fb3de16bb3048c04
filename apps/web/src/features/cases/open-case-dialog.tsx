import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import { mostPeople } from '@muster/core/erasure-case/case-state'
import { readIdentifierList } from '@muster/core/identifier/read-list'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import * as z from 'zod/mini'
import { useGo } from '../../lib/app-link.tsx'
import { paths } from '../../lib/paths.ts'
import { FormModal } from '../../query/form-modal.tsx'
import { Form } from '../../ui/form/form.tsx'
import { FormEnd } from '../../ui/form/form-end.tsx'
import layout from '../../ui/form/form-layout.module.css'
import { useZodForm } from '../../ui/form/use-zod-form.ts'
import classes from './cases.module.css'
import { openCaseMutation } from './queries.ts'

const kinds = ['email', 'orgUserId', 'userId', 'channelUserId'] as const
type Kind = (typeof kinds)[number]

function peopleIssue(by: Kind, text: string): string | null {
  const { identifiers, wrong } = readIdentifierList(by, text)
  const [first] = wrong
  if (first !== undefined) return t`Line ${{ line: first.line }} is not an identifier of this kind`
  if (identifiers.length === 0) return t`Enter at least one person`
  return identifiers.length > mostPeople ? t`A case has at most ${{ most: mostPeople }} people` : null
}

/** The rules of the form. A function, because its messages need the active language. */
const valuesSchema = () =>
  z
    .object({
      reference: z.string().check(z.trim(), z.minLength(1, t`Enter a reference`), z.maxLength(100)),
      requester: z.string().check(z.trim(), z.minLength(1, t`Enter who made the request`), z.maxLength(320)),
      receivedOn: z.string().check(z.minLength(1, t`Choose a day`)),
      dueOn: z.string(),
      by: z.enum(kinds),
      people: z.string(),
    })
    .check((context) => {
      const issue = peopleIssue(context.value.by, context.value.people)
      if (issue !== null)
        context.issues.push({ code: 'custom', message: issue, path: ['people'], input: context.value.people })
    })

/** The day of the member. */
function today(): string {
  const now = new Date()
  const two = (part: number) => String(part).padStart(2, '0')
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}

/** The form of a case. Once the case is recorded, its page opens. */
function useCaseForm(onOpened: () => void) {
  const go = useGo()
  const request = useMutation({
    ...openCaseMutation(useQueryClient()),
    onSuccess: (made) => go(paths.erasureCase(made.id), { force: true, onEnd: onOpened }),
  })
  return useZodForm({
    schema: valuesSchema(),
    defaultValues: { reference: '', requester: '', receivedOn: today(), dueOn: '', by: 'email', people: '' },
    request: { isPending: request.isPending || request.isSuccess, error: request.error },
    fields: {
      'body.reference': 'reference',
      'body.requester': 'requester',
      'body.receivedOn': 'receivedOn',
      'body.dueOn': 'dueOn',
    },
    onSubmit: ({ by, people, dueOn, ...rest }) =>
      request.mutate({
        ...rest,
        ...(dueOn === '' ? {} : { dueOn }),
        people: [...readIdentifierList(by, people).identifiers],
      }),
  })
}

type CaseForm = ReturnType<typeof useCaseForm>

/** Records a request; the page of its case opens. */
export function OpenCaseDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const form = useCaseForm(onClose)
  const { isDirty } = form.formState
  return (
    <FormModal title={t`Open erasure case`} size={560} isDirty={isDirty} onClose={onClose}>
      {(close) => (
        <Form form={form} className={layout.fields}>
          <RequestFields form={form} />
          <PeopleFields form={form} />
          <FormEnd form={form} onClose={close}>
            <Trans>Open case</Trans>
          </FormEnd>
        </Form>
      )}
    </FormModal>
  )
}

/** Who made the request, and when. */
function RequestFields({ form: { register, formState } }: { readonly form: CaseForm }): ReactNode {
  const { errors } = formState
  return (
    <>
      <TextInput
        data-autofocus
        label={t`Reference`}
        description={t`The number of the request in your files`}
        error={errors.reference?.message}
        {...register('reference')}
      />
      <TextInput label={t`Requester`} error={errors.requester?.message} {...register('requester')} />
      <div className={classes.days}>
        <TextInput type="date" label={t`Received on`} error={errors.receivedOn?.message} {...register('receivedOn')} />
        <TextInput
          type="date"
          label={t`Due on`}
          description={t`Leave blank for the legal period`}
          error={errors.dueOn?.message}
          {...register('dueOn')}
        />
      </div>
    </>
  )
}

/** The people to erase. */
function PeopleFields({ form: { register, formState } }: { readonly form: CaseForm }): ReactNode {
  return (
    <>
      <NativeSelect
        label={t`Identify people by`}
        data={[
          { value: 'email', label: t`Email` },
          { value: 'orgUserId', label: t`Organization ID` },
          { value: 'userId', label: t`User ID` },
          { value: 'channelUserId', label: t`Channel identity` },
        ]}
        {...register('by')}
      />
      <Textarea
        label={t`People`}
        description={t`One per line`}
        rows={3}
        error={formState.errors.people?.message}
        {...register('people')}
      />
    </>
  )
}
