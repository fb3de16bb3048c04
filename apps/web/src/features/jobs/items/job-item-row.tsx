import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { JobItemEntry } from '@muster/contracts/jobs'
import { requestedSteps } from '@muster/core/plan/requested-steps'
import { causeText } from '@muster/wording/cause/cause-text'
import type { ReactNode } from 'react'
import type { AccessNames } from '../../../lib/access.ts'
import { AppLink } from '../../../lib/app-link.tsx'
import { formatNumber } from '../../../lib/format.ts'
import { paths } from '../../../lib/paths.ts'
import { Identity } from '../../../ui/facts/identity.tsx'
import { OutcomeBadge } from '../../../ui/facts/outcome-badge.tsx'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import { StepChips } from '../../../ui/facts/step-chips.tsx'
import classes from './job-items.module.css'

interface JobItemRowProps {
  readonly item: JobItemEntry
  readonly names: AccessNames
  /** The fixes for this user. */
  readonly children: ReactNode
}

/** One user of a job: the identity, the requested change, and the outcome with Kore.ai's response on request. */
export function JobItemRow({ item, names, children }: JobItemRowProps): ReactNode {
  const message = item.message ?? (item.cause === null ? null : causeText(i18n, item.cause).title)
  // A blocked item has no steps, so show its requested change.
  const steps = item.steps.length === 0 && item.outcome !== 'unchanged' ? requestedSteps(item.change) : item.steps
  return (
    <tr>
      <td>
        <Identity user={item.user} identifier={item.identifier} />
        {item.row === null ? null : (
          <div className={classes.quiet}>{t`Row ${{ row: formatNumber(item.row) }} of the file`}</div>
        )}
      </td>
      <td className={classes.requested}>
        {steps.length === 0 && (item.outcome === 'failed' || item.outcome === 'skipped') ? (
          <span className={classes.message}>{item.cause === 'row_invalid' ? t`Invalid row` : t`None`}</span>
        ) : (
          <StepChips steps={steps} names={names} />
        )}
      </td>
      <td>
        <OutcomeBadge outcome={item.outcome ?? 'pending'} />
        {message === null ? null : (
          <p className={classes.message}>
            <Sentence text={message} />
          </p>
        )}
        {item.koreAnswer === null ? null : <KoreResponse response={item.koreAnswer} />}
        <LaterEvents item={item} />
        {children === null ? null : <div className={classes.fixes}>{children}</div>}
      </td>
    </tr>
  )
}

/** Kore.ai's response, folded. Always rendered as plain text, because its content is untrusted. */
function KoreResponse({ response }: { response: string }): ReactNode {
  return (
    <details className={classes.answer}>
      <summary>
        <Trans>Kore.ai’s response</Trans>
      </summary>
      <pre>
        <bdi>{response}</bdi>
      </pre>
    </details>
  )
}

/** Later events: a retry, an undo, a dismissal, or the erasure request. */
function LaterEvents({ item }: { item: JobItemEntry }): ReactNode {
  return (
    <>
      {item.retriedBy === null ? null : (
        <p className={classes.message}>
          <Trans>
            Retried: <AppLink href={paths.job(item.retriedBy)}>show the retry</AppLink>
          </Trans>
        </p>
      )}
      {item.undoneBy === null ? null : (
        <p className={classes.message}>
          <Trans>
            Undone: <AppLink href={paths.job(item.undoneBy)}>show the undo</AppLink>
          </Trans>
        </p>
      )}
      {item.dismissedBy === null ? null : (
        <p className={classes.message}>
          <Trans>
            Dismissed by <bdi>{item.dismissedBy}</bdi>
          </Trans>
        </p>
      )}
      {item.erasureId === null ? null : (
        <p className={classes.message}>
          <AppLink href={paths.erasure(item.erasureId)}>
            <Trans>Show the erasure request</Trans>
          </AppLink>
        </p>
      )}
    </>
  )
}
