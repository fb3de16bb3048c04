import type { JobItemEntry } from '@muster/contracts/jobs'
import { requestedSteps } from '@muster/core/plan/requested-steps'
import { causeTexts } from '@muster/core/wording/cause-text'
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
import { KoreAnswer } from './kore-response.tsx'

interface JobItemRowProps {
  readonly item: JobItemEntry
  readonly names: AccessNames
  /** What can be done about this user. */
  readonly children: ReactNode
}

/** One user of a job: who, what was asked, how it ended, in our words and, a click away, in Kore.ai's. */
export function JobItemRow({ item, names, children }: JobItemRowProps): ReactNode {
  const words = item.message ?? (item.cause === null ? null : causeTexts[item.cause].title)
  // A blocked item has no steps, but its requested change is still worth seeing.
  const steps = item.steps.length === 0 && item.outcome !== 'unchanged' ? requestedSteps(item.change) : item.steps
  return (
    <tr>
      <td>
        <Identity user={item.user} identifier={item.identifier} />
        {item.row === null ? null : <div className={classes.quiet}>Row {formatNumber(item.row)} of the file</div>}
      </td>
      <td className={classes.requested}>
        {steps.length === 0 && (item.outcome === 'failed' || item.outcome === 'skipped') ? (
          <span className={classes.message}>{item.cause === 'row_invalid' ? 'Not understood' : 'Nothing'}</span>
        ) : (
          <StepChips steps={steps} names={names} />
        )}
      </td>
      <td>
        <OutcomeBadge outcome={item.outcome ?? 'pending'} />
        {words === null ? null : (
          <p className={classes.message}>
            <Sentence text={words} />
          </p>
        )}
        {item.koreAnswer === null ? null : <KoreAnswer answer={item.koreAnswer} />}
        <Aftermath item={item} />
        {children === null ? null : <div className={classes.fixes}>{children}</div>}
      </td>
    </tr>
  )
}

/** What became of it since: asked again, left out, or on its way as an erasure. */
function Aftermath({ item }: { item: JobItemEntry }): ReactNode {
  return (
    <>
      {item.retriedBy === null ? null : (
        <p className={classes.message}>
          Asked again: <AppLink href={paths.job(item.retriedBy)}>see the retry</AppLink>
        </p>
      )}
      {item.undoneBy === null ? null : (
        <p className={classes.message}>
          Undone: <AppLink href={paths.job(item.undoneBy)}>see the undo</AppLink>
        </p>
      )}
      {item.dismissedBy === null ? null : (
        <p className={classes.message}>
          Left out by <bdi>{item.dismissedBy}</bdi>: nobody asks this again.
        </p>
      )}
      {item.erasureId === null ? null : (
        <p className={classes.message}>
          <AppLink href={paths.erasure(item.erasureId)}>The erasure request</AppLink>
        </p>
      )}
    </>
  )
}
