import { CloseButton } from '@mantine/core'
import type { UploadEntry } from '@muster/contracts/uploads'
import type { ReactNode } from 'react'
import { formatPlural } from '../../../lib/format.ts'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import { FixOptions } from './fix-options.tsx'
import classes from './issue-fix.module.css'
import type { SelectedIssue } from './issue-groups.ts'
import { LevelIcon } from './level-icon.tsx'

interface IssueFixProps {
  readonly upload: UploadEntry
  readonly issue: SelectedIssue
  readonly canChange: boolean
  readonly onClose: () => void
}

/** Find and fix: one value at fault, or all values of a issue, put right in all its rows at once, or the rows left out. */
export function IssueFix({ upload, issue, canChange, onClose }: IssueFixProps): ReactNode {
  const isOne = issue.values.length === 1
  return (
    <section className={classes.fix} aria-label="Fix this issue" data-level={issue.level}>
      <div className={classes.head}>
        <LevelIcon level={issue.level} size={16} />
        <h2 className={classes.title}>
          <Sentence text={issue.title} />
          {issue.value === null ? null : (
            <>
              : <bdi>“{issue.value}”</bdi>
            </>
          )}
        </h2>
        <span className={classes.rows}>
          {isOne ? formatPlural(issue.count, 'row') : formatPlural(issue.values.length, 'value')}
        </span>
        <CloseButton size="sm" aria-label="Show all rows" onClick={onClose} />
      </div>
      <p className={classes.remedy}>
        <Sentence text={issue.remedy} />
      </p>
      {canChange ? <FixOptions upload={upload} issue={issue} onClose={onClose} /> : null}
    </section>
  )
}
