import { Button } from '@mantine/core'
import { CircleAlert, WifiOff } from 'lucide-react'
import type { ReactNode } from 'react'
import { ApiError } from '../../lib/api-error.ts'
import { Sentence } from '../facts/sentence.tsx'
import { EmptyState } from './empty-state.tsx'
import classes from './error-state.module.css'

interface ErrorStateProps {
  /** What was thrown. A problem of the server brings its own sentence. */
  readonly error: unknown
  readonly onRetry?: () => void
  /** What the way out is called where trying again cannot help. */
  readonly retryLabel?: string
  /** Link to show instead of the retry button if the resource does not exist. */
  readonly exit?: ReactNode
}

/** What went wrong, in the server's sentence, with the id to quote and the way to try again. */
export function ErrorState({ error, onRetry, retryLabel = 'Try again', exit }: ErrorStateProps): ReactNode {
  const problem = error instanceof ApiError ? error.problem : null
  const Icon = problem?.code === 'offline' ? WifiOff : CircleAlert
  return (
    <div role="alert">
      <EmptyState
        icon={<Icon size={28} strokeWidth={1.5} />}
        title={problem?.title ?? 'This page ran into a defect'}
        actions={
          exit !== undefined && (problem?.status === 404 || problem?.status === 410) ? (
            exit
          ) : onRetry === undefined ? undefined : (
            <Button variant="default" onClick={onRetry}>
              {retryLabel}
            </Button>
          )
        }
      >
        <p className={classes.detail}>
          <Sentence
            text={problem?.detail ?? 'What you did before is safe. Try again; if it happens again, reload the page.'}
          />
        </p>
        {problem?.errors === undefined ? null : (
          <ul className={classes.fields}>
            {problem.errors.map((entry) => (
              <li key={`${entry.location} ${entry.message}`}>
                <code>{entry.location}</code> <Sentence text={entry.message} />
              </li>
            ))}
          </ul>
        )}
        {problem === null || problem.requestId === '' ? null : (
          <p className={classes.request}>
            Request <code>{problem.requestId}</code>
          </p>
        )}
      </EmptyState>
    </div>
  )
}
