import { UnstyledButton } from '@mantine/core'
import type { UploadColumn, UploadIssueGroup } from '@muster/contracts/uploads'
import { issueLevels } from '@muster/core/upload/upload-mapping'
import { type ReactNode, useState } from 'react'
import { formatNumber } from '../../../lib/format.ts'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import { type IssueKind, issueKindsOf } from './issue-groups.ts'
import classes from './issue-list.module.css'
import { LevelIcon } from './level-icon.tsx'

interface IssueListProps {
  readonly issues: readonly UploadIssueGroup[]
  readonly columns: readonly UploadColumn[]
  /** Key of the group shown. */
  readonly active: string | undefined
  /** Rows that are excluded: footers of the file, and what was excluded by hand. */
  readonly excluded: number
  readonly showsExcluded: boolean
  readonly onPick: (key: string) => void
  readonly onExcluded: () => void
}

/** The server tells no more groups than this at once. */
const mostGroups = 500

const headings = { error: 'Errors', warning: 'Warnings', note: 'Notes' } as const

/** What is wrong, by issue and value, with how many rows each has. */
export function IssueList(props: IssueListProps): ReactNode {
  const { issues, columns, active, onPick } = props
  const kinds = issueKindsOf(issues)
  const isCut = issues.length >= mostGroups
  return (
    <nav aria-label="Causes" className={classes.list}>
      {issueLevels.map((level) => {
        const ofLevel = kinds.filter((kind) => kind.level === level)
        if (ofLevel.length === 0) return null
        return (
          <section key={level} aria-label={headings[level]}>
            <h2 className={classes.heading}>{headings[level]}</h2>
            <ul className={classes.issues}>
              {ofLevel.map((issue) => (
                <IssueItem
                  key={issue.key}
                  issue={issue}
                  columns={columns}
                  active={active}
                  isCut={isCut}
                  onPick={onPick}
                />
              ))}
            </ul>
          </section>
        )
      })}
      {props.excluded === 0 ? null : (
        <section aria-label="Excluded">
          <h2 className={classes.heading}>Excluded</h2>
          <ul className={classes.values}>
            <ValueItem isActive={props.showsExcluded} count={props.excluded} onPick={props.onExcluded}>
              Excluded rows
            </ValueItem>
          </ul>
        </section>
      )}
      {!isCut ? null : (
        <p className={classes.quiet}>
          The {formatNumber(mostGroups)} values with the most rows are listed; the others come up as these are dealt
          with.
        </p>
      )}
    </nav>
  )
}

interface IssueItemProps extends Pick<IssueListProps, 'columns' | 'active' | 'onPick'> {
  readonly issue: IssueKind
  /** There are more values than are listed. */
  readonly isCut: boolean
}

const shownValues = 5

function IssueItem({ issue, columns, active, isCut, onPick }: IssueItemProps): ReactNode {
  const [all, setAll] = useState(false)
  const { groups } = issue
  const column = issue.column === null ? undefined : columns[issue.column]
  const named = groups.filter(({ value }) => value !== null)
  const isOpen = all || groups.findIndex(({ key }) => key === active) >= shownValues
  const first = groups[0]
  if (first === undefined) return null
  return (
    <li>
      <div className={classes.issue}>
        <LevelIcon level={issue.level} size={16} />
        <div className={classes.title}>
          <Sentence text={issue.title} />
          {column === undefined ? null : (
            <span className={classes.quiet}>
              in <bdi>{column.header}</bdi>
            </span>
          )}
        </div>
      </div>
      <ul className={classes.values}>
        {named.length > 1 ? (
          <ValueItem
            isActive={issue.key === active}
            count={isCut ? null : issue.count}
            onPick={() => onPick(issue.key)}
          >
            {isCut ? 'All values, listed or not' : `All ${formatNumber(named.length)} values`}
          </ValueItem>
        ) : null}
        {(isOpen ? groups : groups.slice(0, shownValues)).map((group) => (
          <ValueItem
            key={group.key}
            isActive={group.key === active}
            count={group.count}
            onPick={() => onPick(group.key)}
          >
            <bdi>{group.value === null ? 'All rows with this' : group.value === '' ? 'blank' : `“${group.value}”`}</bdi>
          </ValueItem>
        ))}
      </ul>
      {isOpen || groups.length <= shownValues ? null : (
        <UnstyledButton className={classes.more} onClick={() => setAll(true)}>
          Show {isCut ? 'these' : 'all'} {formatNumber(groups.length)} values
        </UnstyledButton>
      )}
    </li>
  )
}

interface ValueItemProps {
  readonly isActive: boolean
  /** Null where it is not known. */
  readonly count: number | null
  readonly onPick: () => void
  readonly children: ReactNode
}

function ValueItem({ isActive, count, onPick, children }: ValueItemProps): ReactNode {
  return (
    <li>
      <UnstyledButton className={classes.value} aria-current={isActive ? 'true' : undefined} onClick={onPick}>
        <span className={classes.text}>{children}</span>
        {count === null ? null : <span className={classes.number}>{formatNumber(count)}</span>}
      </UnstyledButton>
    </li>
  )
}
