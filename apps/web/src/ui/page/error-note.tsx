import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Alert } from '@mantine/core'
import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { ApiError } from '../../lib/api-error.ts'
import { Sentence } from '../facts/sentence.tsx'

interface ErrorNoteProps {
  /** Null for none. */
  readonly error: unknown
}

/** A failed action, beside its button. */
export function ErrorNote({ error }: ErrorNoteProps): ReactNode {
  if (error === null || error === undefined) return null
  const problem = error instanceof ApiError ? error.problem : null
  return (
    <Alert
      role="alert"
      color="red"
      variant="light"
      icon={<CircleAlert size={18} />}
      title={problem?.title ?? t`The action failed`}
    >
      <Sentence text={problem?.detail ?? t`This page has a defect. Reload it, then try again.`} />
      {problem?.errors === undefined ? null : (
        <ul>
          {problem.errors.map((entry) => (
            <li key={`${entry.location} ${entry.message}`}>
              {entry.location}: <Sentence text={entry.message} />
            </li>
          ))}
        </ul>
      )}
      {problem === null || problem.requestId === '' ? null : (
        <div>
          <Trans>Request ID: {problem.requestId}</Trans>
        </div>
      )}
    </Alert>
  )
}
