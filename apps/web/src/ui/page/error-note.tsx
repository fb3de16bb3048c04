import { Alert } from '@mantine/core'
import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { ApiError } from '../../lib/api-error.ts'
import { Sentence } from '../facts/sentence.tsx'

interface ErrorNoteProps {
  /** Null shows nothing. */
  readonly error: unknown
}

/** A refused action, beside the button that was pressed. */
export function ErrorNote({ error }: ErrorNoteProps): ReactNode {
  if (error === null || error === undefined) return null
  const problem = error instanceof ApiError ? error.problem : null
  return (
    <Alert
      role="alert"
      color="red"
      variant="light"
      icon={<CircleAlert size={18} />}
      title={problem?.title ?? 'This did not work'}
    >
      <Sentence text={problem?.detail ?? 'This page ran into a defect. Reload it and try again.'} />
      {problem?.errors === undefined ? null : (
        <ul>
          {problem.errors.map((entry) => (
            <li key={`${entry.location} ${entry.message}`}>
              {entry.location}: <Sentence text={entry.message} />
            </li>
          ))}
        </ul>
      )}
      {problem === null || problem.requestId === '' ? null : <div>Request {problem.requestId}</div>}
    </Alert>
  )
}
