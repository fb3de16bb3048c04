import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { UnstyledButton } from '@mantine/core'
import type { FailureGroup } from '@muster/contracts/jobs'
import type { CauseCode } from '@muster/core/outcome/cause'
import { causeTitle } from '@muster/wording/cause/cause-text'
import { Ban, CircleCheck, CircleX } from 'lucide-react'
import type { ReactNode } from 'react'
import { formatNumber } from '../../../lib/format.ts'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import { causeLook, causeStatus } from '../fixes/cause-status.ts'
import classes from './job-report.module.css'

const icons = { resolved: CircleCheck, skipped: Ban, open: CircleX } as const

interface CauseListProps {
  readonly groups: readonly FailureGroup[]
  readonly active: CauseCode
  readonly onPick: (cause: CauseCode) => void
}

/** The causes, each with its number of users and of open failures. */
export function CauseList({ groups, active, onPick }: CauseListProps): ReactNode {
  return (
    <nav aria-label={t`Causes`} className={classes.causes}>
      <h2 className={classes.heading}>
        <Trans>Causes</Trans>
      </h2>
      <ul className={classes.list}>
        {groups.map((group) => {
          const look = causeLook(group)
          const Icon = icons[look]
          return (
            <li key={group.code}>
              <UnstyledButton
                className={classes.cause}
                aria-current={group.code === active ? 'true' : undefined}
                onClick={() => onPick(group.code)}
              >
                <Icon size={16} aria-hidden="true" data-look={look} />
                <span className={classes.title}>
                  <Sentence text={causeTitle(i18n, group.code)} />
                  <span className={classes.open}>{causeStatus(group)}</span>
                </span>
                <span className={classes.number}>{formatNumber(group.count)}</span>
              </UnstyledButton>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
