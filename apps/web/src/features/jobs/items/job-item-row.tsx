import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { FailureGroup, JobEntry, JobItemEntry } from '@muster/contracts/jobs'
import { requestedSteps } from '@muster/core/plan/requested-steps'
import { isolateText } from '@muster/core/text/visible-controls'
import { causeText } from '@muster/wording/cause/cause-text'
import { type ReactNode, useState } from 'react'
import type { AccessNames } from '../../../lib/access.ts'
import { AppLink } from '../../../lib/app-link.tsx'
import { paths } from '../../../lib/paths.ts'
import { RowMenu } from '../../../query/row-menu.tsx'
import { ItemIdentity } from '../../../ui/facts/item-identity.tsx'
import { OutcomeBadge } from '../../../ui/facts/outcome-badge.tsx'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import { StepChips } from '../../../ui/facts/step-chips.tsx'
import { ItemFixes, itemName } from '../fixes/item-fixes.tsx'
import classes from './job-items.module.css'

interface JobItemRowProps {
  readonly item: JobItemEntry
  readonly names: AccessNames
  /** The report with the fixes for this user; null outside of a report. */
  readonly fixes: { readonly job: JobEntry; readonly group: FailureGroup } | null
}

/** One user of a job on one line: the identity, the requested change, the outcome, and a menu with the rest. */
export function JobItemRow({ item, names, fixes }: JobItemRowProps): ReactNode {
  // A blocked item has no steps, so show its requested change.
  const steps = item.steps.length === 0 && item.outcome !== 'unchanged' ? requestedSteps(item.change) : item.steps
  return (
    <tr>
      <td>
        <ItemIdentity item={item} />
      </td>
      <td className={classes.requested}>
        {steps.length === 0 && (item.outcome === 'failed' || item.outcome === 'skipped') ? (
          <span className={classes.quiet}>{item.cause === 'row_invalid' ? t`Invalid row` : t`None`}</span>
        ) : (
          <StepChips steps={steps} names={names} />
        )}
      </td>
      <td className={classes.result}>
        <Result item={item} fixes={fixes} />
      </td>
    </tr>
  )
}

function Result({ item, fixes }: Omit<JobItemRowProps, 'names'>): ReactNode {
  const [showsResponse, setShowsResponse] = useState(false)
  const message = item.message ?? (item.cause === null ? null : causeText(i18n, item.cause).title)
  const more =
    item.koreResponse === null
      ? []
      : [
          {
            key: 'response',
            label: t`Kore.ai’s response`,
            permission: null,
            onClick: () => setShowsResponse(!showsResponse),
          },
        ]
  return (
    <div className={classes.outcome}>
      <OutcomeBadge outcome={item.outcome ?? 'pending'} />
      <div className={classes.words}>
        {message === null ? null : (
          <p className={classes.message} title={isolateText(message)}>
            <Sentence text={message} />
          </p>
        )}
        <LaterEvents item={item} />
      </div>
      {fixes === null ? (
        <RowMenu name={itemName(item)} isBusy={false} acts={more} />
      ) : (
        <ItemFixes {...fixes} item={item} more={more} />
      )}
      {showsResponse && item.koreResponse !== null ? <KoreResponse response={item.koreResponse} /> : null}
    </div>
  )
}

/** Always rendered as plain text, because its content is untrusted. */
function KoreResponse({ response }: { response: string }): ReactNode {
  return (
    <section className={classes.answer} aria-label={t`Kore.ai’s response`}>
      <pre>
        <bdi>{response}</bdi>
      </pre>
    </section>
  )
}

/** Later events: a retry, an undo, a dismissal, or the erasure request. */
function LaterEvents({ item }: { item: JobItemEntry }): ReactNode {
  return (
    <>
      {item.retriedBy === null ? null : (
        <p className={classes.event}>
          <Trans>
            Retried: <AppLink href={paths.job(item.retriedBy)}>show the retry</AppLink>
          </Trans>
        </p>
      )}
      {item.undoneBy === null ? null : (
        <p className={classes.event}>
          <Trans>
            Undone: <AppLink href={paths.job(item.undoneBy)}>show the undo</AppLink>
          </Trans>
        </p>
      )}
      {item.dismissedBy === null ? null : (
        <p className={classes.event}>
          <Trans>
            Dismissed by <bdi>{item.dismissedBy}</bdi>
          </Trans>
        </p>
      )}
      {item.erasureId === null ? null : (
        <p className={classes.event}>
          <AppLink href={paths.erasure(item.erasureId)}>
            <Trans>Show the erasure request</Trans>
          </AppLink>
        </p>
      )}
    </>
  )
}
