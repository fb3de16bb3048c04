import { t } from '@lingui/core/macro'
import { Button, UnstyledButton } from '@mantine/core'
import type { FailureGroup, JobEntry } from '@muster/contracts/jobs'
import type { ReactNode } from 'react'
import { formatNumber } from '../../../lib/format.ts'
import { subjectWords } from '../../../lib/subject-text.ts'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import classes from '../report/job-report.module.css'
import { type FixTarget, targetsOfGroup } from './fix-targets.ts'

interface CauseTargetsProps {
  readonly job: JobEntry
  readonly group: FailureGroup
  readonly active: string | null
  readonly onPick: (details: string | undefined) => void
  /** Absent: the member may not plan fixes. */
  readonly onFix?: (target: FixTarget) => void
}

type Details = FailureGroup['details'][number]

function detailsCount({ count, open }: Details, kinds: JobEntry['kinds']): string {
  const subjects = subjectWords(count, kinds)
  return open === count ? subjects : t`${subjects}, ${{ open: formatNumber(open) }} open`
}

/** The roles, bots and groups that a cause names. Each filters the users below and has its own fixes. */
export function CauseTargets({ job, group, active, onPick, onFix }: CauseTargetsProps): ReactNode {
  return (
    <ul className={classes.targets}>
      {group.details.map((details) => (
        <li key={details.key} className={classes.details}>
          <UnstyledButton
            className={classes.detailsLabel}
            aria-pressed={details.key === active}
            onClick={() => onPick(details.key === active ? undefined : details.key)}
          >
            <bdi>{details.label}</bdi> <span className={classes.open}>{detailsCount(details, job.kinds)}</span>
          </UnstyledButton>
          {onFix === undefined || details.open === 0
            ? null
            : targetsOfGroup(group, details, job.kinds).map((target) => (
                <Button
                  key={target.key}
                  className={classes.itemFix}
                  size="compact-sm"
                  variant="default"
                  onClick={() => onFix(target)}
                >
                  <Sentence text={`${target.label}…`} />
                </Button>
              ))}
        </li>
      ))}
    </ul>
  )
}
