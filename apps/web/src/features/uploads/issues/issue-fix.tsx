import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import { Plural, Trans } from '@lingui/react/macro'
import { CloseButton } from '@mantine/core'
import type { UploadEntry } from '@muster/contracts/uploads'
import { uploadIssueValue } from '@muster/wording/upload-issue-text'
import type { ReactNode } from 'react'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import type { UndoHistory } from '../rows/undo-history.ts'
import { FixOptions } from './fix-options.tsx'
import classes from './issue-fix.module.css'
import type { SelectedIssue } from './issue-groups.ts'
import { LevelIcon } from './level-icon.tsx'

interface IssueFixProps {
  readonly upload: UploadEntry
  readonly issue: SelectedIssue
  readonly canChange: boolean
  readonly history: UndoHistory
  readonly onClose: () => void
}

/** Find and fix: replaces one invalid value, or all values of an issue, in all its rows at once, or excludes the rows. */
export function IssueFix({ upload, issue, canChange, history, onClose }: IssueFixProps): ReactNode {
  const { count } = issue
  const value = issue.value === null ? null : uploadIssueValue(i18n, { code: issue.code, value: issue.value })
  const values = issue.values.length
  return (
    <section className={classes.fix} aria-label={t`Fix this issue`} data-level={issue.level}>
      <div className={classes.head}>
        <LevelIcon level={issue.level} size={16} />
        <h2 className={classes.title}>
          <Sentence text={issue.title} />
          {value === null ? null : (
            <>
              {': '}
              <Trans>
                “<bdi>{value}</bdi>”
              </Trans>
            </>
          )}
        </h2>
        <span className={classes.rows}>
          {values === 1 ? (
            <Plural value={count} one="# row" other="# rows" />
          ) : (
            <Plural value={values} one="# value" other="# values" />
          )}
        </span>
        <CloseButton size="sm" aria-label={t`Show all rows`} onClick={onClose} />
      </div>
      <p className={classes.remedy}>
        <Sentence text={issue.remedy} />
      </p>
      {canChange ? <FixOptions upload={upload} issue={issue} history={history} onClose={onClose} /> : null}
    </section>
  )
}
