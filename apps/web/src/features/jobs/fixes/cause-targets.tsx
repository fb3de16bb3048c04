import { Button, UnstyledButton } from '@mantine/core'
import type { FailureGroup, JobEntry } from '@muster/contracts/jobs'
import { subjectsInWords } from '@muster/core/wording/effect-label'
import type { ReactNode } from 'react'
import { formatNumber } from '../../../lib/format.ts'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import classes from '../report/job-report.module.css'
import { type FixTarget, targetsOfGroup } from './fix-targets.ts'

interface CauseTargetsProps {
  readonly job: JobEntry
  readonly group: FailureGroup
  readonly active: string | null
  readonly onPick: (details: string | undefined) => void
  /** Absent: fixes are not this person's to plan. */
  readonly onFix?: (target: FixTarget) => void
}

/** What a cause is about, thing by thing: each filters the people below and has fixes of its own. */
export function CauseTargets({ job, group, active, onPick, onFix }: CauseTargetsProps): ReactNode {
  return (
    <ul className={classes.targets}>
      {group.details.map((details) => (
        <li key={details.key} className={classes.details}>
          <UnstyledButton
            className={classes.aboutLabel}
            aria-pressed={details.key === active}
            onClick={() => onPick(details.key === active ? undefined : details.key)}
          >
            <bdi>{details.label}</bdi>{' '}
            <span className={classes.open}>
              {subjectsInWords(details.count, job.kinds)}
              {details.open === details.count ? null : `, ${formatNumber(details.open)} open`}
            </span>
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
