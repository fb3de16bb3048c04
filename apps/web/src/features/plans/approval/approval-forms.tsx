import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { UseFormReturn } from 'react-hook-form'
import * as z from 'zod/mini'
import { useDiscardGuard } from '../../../query/discard-guard.tsx'
import { Form } from '../../../ui/form/form.tsx'
import { SubmitButton } from '../../../ui/form/submit-button.tsx'
import { useZodForm } from '../../../ui/form/use-zod-form.ts'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import classes from './approval.module.css'
import { commentMutation, type Decision, decideMutation, type Reviewed, requestMutation } from './queries.ts'

const longest = 2_000
const comments = { comment: z.string().check(z.trim(), z.maxLength(longest)) }
const required = (words: string) =>
  z.object({ comment: z.string().check(z.trim(), z.minLength(1, words), z.maxLength(longest)) })

interface CommentFieldProps {
  readonly form: UseFormReturn<{ comment: string }>
  readonly label: string
  readonly description?: string
}

function CommentField({ form, label, description }: CommentFieldProps): ReactNode {
  const { isDirty } = form.formState
  const { question } = useDiscardGuard({ hasChanges: () => isDirty, partOf: 'page' })
  return (
    <>
      <Textarea
        label={label}
        description={description}
        rows={2}
        maxLength={longest}
        error={form.formState.errors.comment?.message}
        {...form.register('comment')}
      />
      {question}
    </>
  )
}

/** The author sends the plan for approval, with a reason. */
export function RequestForm({ plan }: { plan: Reviewed }): ReactNode {
  const request = useMutation(requestMutation(plan, useQueryClient()))
  const form = useZodForm({
    schema: required(t`Enter a reason`),
    defaultValues: { comment: '' },
    request,
    fields: { 'body.reason': 'comment' },
    onSubmit: ({ comment }) => request.mutate(comment),
  })
  return (
    <Form form={form} className={classes.form}>
      <CommentField form={form} label={t`Reason`} description={t`Approvers and the audit see it.`} />
      <ErrorNote error={form.error} />
      <div className={classes.buttons}>
        <SubmitButton form={form}>
          <Trans>Send for approval</Trans>
        </SubmitButton>
      </div>
    </Form>
  )
}

interface DecisionFormProps {
  readonly plan: Reviewed
  /** Only a rejection or requested changes can follow. */
  readonly isApproved: boolean
}

/** An approver approves the plan as shown, requests changes or rejects it. */
export function DecisionForm({ plan, isApproved }: DecisionFormProps): ReactNode {
  const client = useQueryClient()
  const decide = useMutation(decideMutation(plan, client))
  const comment = useMutation(commentMutation(plan, client))
  const form = useZodForm({
    schema: z.object(comments),
    defaultValues: { comment: '' },
    request: decide,
    fields: { 'body.comment': 'comment' },
    onSubmit: (given) => decide.mutate({ decision: 'approve', ...given }, { onSuccess: () => form.reset() }),
  })
  const end = (decision: Decision): void => {
    const given = { decision, comment: form.getValues('comment').trim() }
    decide.mutate(given, { onSuccess: () => form.reset() })
  }
  const say = (): void => comment.mutate(form.getValues('comment').trim(), { onSuccess: () => form.reset() })
  const isEmpty = form.watch('comment').trim() === ''
  return (
    <Form form={form} className={classes.form}>
      <CommentField form={form} label={t`Comment`} />
      <ErrorNote error={form.error ?? comment.error} />
      <div className={classes.buttons}>
        {isApproved ? null : (
          <SubmitButton form={form}>
            <Trans>Approve this plan</Trans>
          </SubmitButton>
        )}
        <Button variant="default" disabled={isEmpty || decide.isPending} onClick={() => end('request_changes')}>
          <Trans>Request changes</Trans>
        </Button>
        <Button color="red" variant="outline" disabled={decide.isPending} onClick={() => end('reject')}>
          {isApproved ? <Trans>Revoke the approval</Trans> : <Trans>Reject</Trans>}
        </Button>
        <Button variant="subtle" disabled={isEmpty} loading={comment.isPending} onClick={say}>
          <Trans>Comment only</Trans>
        </Button>
      </div>
    </Form>
  )
}

/** A comment on a request. */
export function CommentForm({ plan }: { plan: Reviewed }): ReactNode {
  const request = useMutation(commentMutation(plan, useQueryClient()))
  const form = useZodForm({
    schema: required(t`Enter a comment`),
    defaultValues: { comment: '' },
    request,
    fields: { 'body.comment': 'comment' },
    onSubmit: ({ comment }) => request.mutate(comment, { onSuccess: () => form.reset() }),
  })
  return (
    <Form form={form} className={classes.form}>
      <CommentField form={form} label={t`Comment`} />
      <ErrorNote error={form.error} />
      <div className={classes.buttons}>
        <SubmitButton form={form} variant="default">
          <Trans>Comment</Trans>
        </SubmitButton>
      </div>
    </Form>
  )
}
