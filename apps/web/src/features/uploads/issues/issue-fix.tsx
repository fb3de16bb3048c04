import { CloseButton } from '@mantine/core'
import type { UploadEntry } from '@muster/contracts/uploads'
import type { ReactNode } from 'react'
import { formatPlural } from '../../../lib/format.ts'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import { FixWays } from './fix-options.tsx'
import classes from './issue-fix.module.css'
import type { ChosenCause } from './issue-groups.ts'
import { LevelIcon } from './level-icon.tsx'

interface IssueFixProps {
  readonly upload: UploadEntry
  readonly cause: ChosenCause
  readonly canChange: boolean
  readonly onClose: () => void
}

/** Find and fix: one value at fault, or all values of a cause, put right in all its rows at once, or the rows left out. */
export function IssueFix({ upload, cause, canChange, onClose }: IssueFixProps): ReactNode {
  const isOne = cause.values.length === 1
  return (
    <section className={classes.fix} aria-label="Fix this cause" data-level={cause.level}>
      <div className={classes.head}>
        <LevelIcon level={cause.level} size={16} />
        <h2 className={classes.title}>
          <Sentence text={cause.title} />
          {cause.value === null ? null : (
            <>
              : <bdi>“{cause.value}”</bdi>
            </>
          )}
        </h2>
        <span className={classes.rows}>
          {isOne ? formatPlural(cause.count, 'row') : formatPlural(cause.values.length, 'value')}
        </span>
        <CloseButton size="sm" aria-label="Show all rows" onClick={onClose} />
      </div>
      <p className={classes.remedy}>
        <Sentence text={cause.remedy} />
      </p>
      {canChange ? <FixWays upload={upload} cause={cause} onClose={onClose} /> : null}
    </section>
  )
}
