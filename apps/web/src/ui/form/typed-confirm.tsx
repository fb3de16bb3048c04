import { Button, Modal, TextInput } from '@mantine/core'
import type { Environment } from '@muster/core/environment'
import { type FormEvent, type ReactNode, useState } from 'react'
import { formatPlural } from '../../lib/format.ts'
import { EnvironmentTag } from '../facts/environment-tag.tsx'
import { Sentence } from '../facts/sentence.tsx'
import { ErrorNote } from '../page/error-note.tsx'
import classes from './typed-confirm.module.css'

interface TypedConfirmProps {
  readonly opened: boolean
  readonly onClose: () => void
  /** The whole question: "Remove 212 users from the account?" */
  readonly title: string
  /** What it does, and what cannot be undone. */
  readonly children?: ReactNode
  /** How many users it touches. */
  readonly count: number
  /** "3 people": where they need not be users. */
  readonly counted?: string
  readonly environment: Environment
  readonly accountName: string
  /** What must be typed, exactly; null asks for nothing. */
  readonly expected: string | null
  /** Whether what was typed will do, where it need not be `expected` to the letter. */
  readonly matches?: (typed: string) => boolean
  /** The button's words: "Remove 212 users". */
  readonly action: string
  /** Red once armed. */
  readonly destructive?: boolean
  readonly busy: boolean
  readonly error: unknown
  readonly onConfirm: (typed: string | undefined) => void
}

/** Confirmation with friction in proportion: it names count, environment and account, and may ask to type. */
export function TypedConfirm(props: TypedConfirmProps): ReactNode {
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={<Sentence text={props.title} />} centered size="md">
      <ConfirmForm {...props} />
    </Modal>
  )
}

// Mounted with the dialog, so that a reopened dialog starts empty.
function ConfirmForm(props: TypedConfirmProps): ReactNode {
  const [typed, setTyped] = useState('')
  const matches = props.matches ?? ((text: string) => text.trim() === props.expected)
  const armed = props.expected === null || matches(typed)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (armed && !props.busy) props.onConfirm(props.expected === null ? undefined : typed.trim())
  }
  return (
    <form onSubmit={submit} className={classes.form}>
      <p className={classes.scope}>
        <strong>
          <Sentence text={props.counted ?? formatPlural(props.count, 'user')} />
        </strong>{' '}
        on{' '}
        <strong>
          <Sentence text={props.accountName} />
        </strong>{' '}
        <EnvironmentTag environment={props.environment} />
      </p>
      {props.children}
      {props.expected === null ? null : (
        <TextInput
          data-autofocus
          autoComplete="off"
          spellCheck={false}
          label={
            <>
              Type{' '}
              <code>
                <bdi>{props.expected}</bdi>
              </code>{' '}
              to confirm
            </>
          }
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      <ErrorNote error={props.error} />
      <div className={classes.actions}>
        <Button variant="default" onClick={props.onClose}>
          Cancel
        </Button>
        <Button
          type="submit"
          disabled={!armed}
          loading={props.busy}
          {...(props.destructive === true ? { color: 'red' } : {})}
        >
          {props.action}
        </Button>
      </div>
    </form>
  )
}
