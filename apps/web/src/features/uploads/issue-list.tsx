import { UnstyledButton } from '@mantine/core'
import type { UploadColumn, UploadIssueGroup } from '@muster/contracts/uploads'
import { issueLevels } from '@muster/core/upload-meaning'
import { type ReactNode, useState } from 'react'
import { formatNumber } from '../../lib/format.ts'
import { type Cause, causesOf } from './issue-causes.ts'
import classes from './issue-list.module.css'
import { LevelIcon } from './level-icon.tsx'

interface IssueListProps {
  readonly issues: readonly UploadIssueGroup[]
  readonly columns: readonly UploadColumn[]
  /** Key of the group shown. */
  readonly active: string | undefined
  readonly onPick: (key: string) => void
}

/** The server tells no more groups than this at once. */
const mostGroups = 500

const headings = { error: 'Errors', warning: 'Warnings', note: 'Notes' } as const

/** What is wrong, by cause and value, with how many rows each has. */
export function IssueList({ issues, columns, active, onPick }: IssueListProps): ReactNode {
  const causes = causesOf(issues)
  return (
    <nav aria-label="Causes" className={classes.list}>
      {issueLevels.map((level) => {
        const ofLevel = causes.filter((cause) => cause.level === level)
        if (ofLevel.length === 0) return null
        return (
          <section key={level} aria-label={headings[level]}>
            <h2 className={classes.heading}>{headings[level]}</h2>
            <ul className={classes.causes}>
              {ofLevel.map((cause) => (
                <CauseItem key={cause.key} cause={cause} columns={columns} active={active} onPick={onPick} />
              ))}
            </ul>
          </section>
        )
      })}
      {issues.length < mostGroups ? null : (
        <p className={classes.quiet}>
          The {formatNumber(mostGroups)} values with the most rows are listed; the others come up as these are dealt
          with.
        </p>
      )}
    </nav>
  )
}

interface CauseItemProps extends Pick<IssueListProps, 'columns' | 'active' | 'onPick'> {
  readonly cause: Cause
}

const shownValues = 5

function CauseItem({ cause, columns, active, onPick }: CauseItemProps): ReactNode {
  const [all, setAll] = useState(false)
  const { groups } = cause
  const column = cause.column === null ? undefined : columns[cause.column]
  const named = groups.filter(({ value }) => value !== null)
  const isOpen = all || groups.findIndex(({ key }) => key === active) >= shownValues
  const first = groups[0]
  if (first === undefined) return null
  return (
    <li>
      <div className={classes.cause}>
        <LevelIcon level={cause.level} size={16} />
        <div className={classes.title}>
          {cause.title}
          {column === undefined ? null : (
            <span className={classes.quiet}>
              in <bdi>{column.header}</bdi>
            </span>
          )}
        </div>
        {named.length > 0 && groups.length < mostGroups ? (
          <span className={classes.quiet}>{formatNumber(cause.count)}</span>
        ) : null}
      </div>
      <ul className={classes.values}>
        {(isOpen ? groups : groups.slice(0, shownValues)).map((group) => (
          <li key={group.key}>
            <UnstyledButton
              className={classes.value}
              aria-current={group.key === active ? 'true' : undefined}
              onClick={() => onPick(group.key)}
            >
              <bdi className={classes.text}>
                {group.value === null ? 'All rows with this' : group.value === '' ? 'blank' : `“${group.value}”`}
              </bdi>
              <span className={classes.number}>{formatNumber(group.count)}</span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {isOpen || groups.length <= shownValues ? null : (
        <UnstyledButton className={classes.more} onClick={() => setAll(true)}>
          Show all {formatNumber(groups.length)} values
        </UnstyledButton>
      )}
    </li>
  )
}
