import { Button, UnstyledButton } from '@mantine/core'
import type { FailureGroup, JobEntry } from '@muster/contracts/jobs'
import { subjectsInWords } from '@muster/core/wording/effect-label'
import type { ReactNode } from 'react'
import { formatNumber } from '../../../lib/format.ts'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import classes from '../report/job-report.module.css'
import { type FixTarget, targetsOfGroup } from './fix-targets.ts'

interface CauseAboutsProps {
  readonly job: JobEntry
  readonly group: FailureGroup
  readonly active: string | null
  readonly onPick: (about: string | undefined) => void
  /** Absent: fixes are not this person's to plan. */
  readonly onFix?: (target: FixTarget) => void
}

/** What a cause is about, thing by thing: each filters the people below and has fixes of its own. */
export function CauseAbouts({ job, group, active, onPick, onFix }: CauseAboutsProps): ReactNode {
  return (
    <ul className={classes.abouts}>
      {group.about.map((about) => (
        <li key={about.key} className={classes.about}>
          <UnstyledButton
            className={classes.aboutLabel}
            aria-pressed={about.key === active}
            onClick={() => onPick(about.key === active ? undefined : about.key)}
          >
            <bdi>{about.label}</bdi>{' '}
            <span className={classes.open}>
              {subjectsInWords(about.count, job.kinds)}
              {about.open === about.count ? null : `, ${formatNumber(about.open)} open`}
            </span>
          </UnstyledButton>
          {onFix === undefined || about.open === 0
            ? null
            : targetsOfGroup(group, about, job.kinds).map((target) => (
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
