import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { CircleAlert, WifiOff } from 'lucide-react'
import type { ReactNode } from 'react'
import { ApiError } from '../../lib/api-error.ts'
import { Sentence } from '../facts/sentence.tsx'
import { EmptyState } from './empty-state.tsx'
import classes from './error-state.module.css'
import { RetryButton } from './retry-button.tsx'

interface ErrorStateProps {
  /** The thrown error. A problem of the server has its own sentence. */
  readonly error: unknown
  readonly onRetry?: () => void
  /** Label of the button, if it does not retry. */
  readonly retryLabel?: string
  /** Link to show instead of the retry button if the resource does not exist. */
  readonly exit?: ReactNode
}

/** An error in the server's sentence, with its request ID and a button to retry. */
export function ErrorState({ error, onRetry, retryLabel = t`Try again`, exit }: ErrorStateProps): ReactNode {
  const problem = error instanceof ApiError ? error.problem : null
  const Icon = problem?.code === 'offline' ? WifiOff : CircleAlert
  const isMissing = problem?.status === 404 || problem?.status === 410
  const retry = onRetry === undefined ? undefined : <RetryButton onClick={onRetry}>{retryLabel}</RetryButton>
  return (
    <div role="alert">
      <EmptyState
        icon={<Icon size={28} strokeWidth={1.5} />}
        title={problem?.title ?? t`This page has a defect`}
        actions={exit !== undefined && isMissing ? exit : retry}
      >
        <p className={classes.detail}>
          <Sentence
            text={problem?.detail ?? t`Your earlier work is safe. Try again. If the error returns, reload the page.`}
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
            <Trans>
              Request ID: <code>{problem.requestId}</code>
            </Trans>
          </p>
        )}
      </EmptyState>
    </div>
  )
}
