import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Modal, TextInput } from '@mantine/core'
import type { Environment } from '@muster/core/environment'
import type { ReactNode } from 'react'
import * as z from 'zod/mini'
import { EnvironmentTag } from '../facts/environment-tag.tsx'
import { Sentence } from '../facts/sentence.tsx'
import { ErrorNote } from '../page/error-note.tsx'
import { Form } from './form.tsx'
import { SubmitButton } from './submit-button.tsx'
import classes from './typed-confirm.module.css'
import { useZodForm } from './use-zod-form.ts'

interface TypedConfirmProps {
  readonly opened: boolean
  readonly onClose: () => void
  /** The whole question: "Remove 212 users from the account?" */
  readonly title: string
  /** What the action does, and what it cannot undo. */
  readonly children?: ReactNode
  /** Number of affected users. */
  readonly count: number
  /** "3 people", if they need not be users. */
  readonly counted?: string
  readonly environment: Environment
  readonly accountName: string
  /** Text the user must type; null if none. */
  readonly expected: string | null
  /** Compares the typed text, if it may differ from `expected`. */
  readonly matches?: (typed: string) => boolean
  /** Label of the button: "Remove 212 users". */
  readonly action: string
  /** Red. */
  readonly destructive?: boolean
  /** The confirmed request. */
  readonly request: { readonly isPending: boolean; readonly error: unknown }
  readonly onConfirm: (typed: string | undefined) => void
}

/** Confirmation in proportion to the risk: shows count, environment and account, and may require typing. */
export function TypedConfirm(props: TypedConfirmProps): ReactNode {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={<Sentence text={props.title} />} centered size="md">
      <ConfirmForm {...props} />
    </Modal>
  )
}

function useConfirmForm({ expected, matches, request, onConfirm }: TypedConfirmProps) {
  const isExpected = matches ?? ((text: string) => text === expected)
  const schema = z.object({
    typed: z.string().check(
      z.trim(),
      z.refine((text) => expected === null || isExpected(text), t`Type the text exactly as shown`),
    ),
  })
  return useZodForm({
    schema,
    defaultValues: { typed: '' },
    request,
    fields: { 'body.confirmation': 'typed' },
    onSubmit: ({ typed }) => onConfirm(expected === null ? undefined : typed),
  })
}

// Mounted with the dialog, so a reopened dialog starts empty.
function ConfirmForm(props: TypedConfirmProps): ReactNode {
  const counted = props.counted ?? plural(props.count, { one: '# user', other: '# users' })
  const form = useConfirmForm(props)
  return (
    <Form form={form} className={classes.form}>
      <p className={classes.scope}>
        <Trans>
          <strong>
            <Sentence text={counted} />
          </strong>{' '}
          on{' '}
          <strong>
            <Sentence text={props.accountName} />
          </strong>
        </Trans>{' '}
        <EnvironmentTag environment={props.environment} />
      </p>
      {props.children}
      {props.expected === null ? null : <ExpectedText expected={props.expected} form={form} />}
      <ErrorNote error={form.error} />
      <div className={classes.actions}>
        <Button variant="default" onClick={props.onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <SubmitButton form={form} {...(props.destructive === true ? { color: 'red' } : {})}>
          {props.action}
        </SubmitButton>
      </div>
    </Form>
  )
}

interface ExpectedTextProps {
  readonly expected: string
  readonly form: ReturnType<typeof useConfirmForm>
}

function ExpectedText(props: ExpectedTextProps): ReactNode {
  const { form } = props
  return (
    <TextInput
      data-autofocus
      autoComplete="off"
      spellCheck={false}
      label={
        <Trans>
          Type{' '}
          <code>
            <bdi>{props.expected}</bdi>
          </code>{' '}
          to confirm
        </Trans>
      }
      error={form.formState.errors.typed?.message}
      {...form.register('typed')}
    />
  )
}
