import { i18n } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import { Plural, Trans } from '@lingui/react/macro'
import { UnstyledButton } from '@mantine/core'
import type { UploadColumn, UploadIssueGroup } from '@muster/contracts/uploads'
import { visibleControls } from '@muster/core/text/visible-controls'
import { issueLevels } from '@muster/core/upload/upload-mapping'
import { uploadIssueValue } from '@muster/wording/upload-issue-text'
import { type ReactNode, useState } from 'react'
import { formatNumber } from '../../../lib/format.ts'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import { type IssueKind, issueKindsOf } from './issue-groups.ts'
import classes from './issue-list.module.css'
import { LevelIcon } from './level-icon.tsx'

interface IssueListProps {
  readonly issues: readonly UploadIssueGroup[]
  readonly columns: readonly UploadColumn[]
  /** Key of the issue shown. */
  readonly active: string | undefined
  /** Number of excluded rows: footers of the file, and rows excluded by hand. */
  readonly excluded: number
  readonly showsExcluded: boolean
  readonly onPick: (key: string) => void
  readonly onExcluded: () => void
}

/** The server returns at most this many groups. */
const mostGroups = 500

const headings = { error: msg`Errors`, warning: msg`Warnings`, note: msg`Notes` } as const

/** The issues by kind and value, with their row counts. */
export function IssueList(props: IssueListProps): ReactNode {
  const { issues, columns, active, onPick } = props
  const kinds = issueKindsOf(issues)
  const isCut = issues.length >= mostGroups
  return (
    <nav aria-label={t`Issues`} className={classes.list}>
      {issueLevels.map((level) => {
        const ofLevel = kinds.filter((kind) => kind.level === level)
        if (ofLevel.length === 0) return null
        const heading = i18n._(headings[level])
        return (
          <section key={level} aria-label={heading}>
            <h2 className={classes.heading}>{heading}</h2>
            <ul className={classes.issues}>
              {ofLevel.map((kind) => (
                <IssueItem key={kind.key} kind={kind} columns={columns} active={active} isCut={isCut} onPick={onPick} />
              ))}
            </ul>
          </section>
        )
      })}
      {props.excluded === 0 ? null : <ExcludedRows {...props} />}
      {isCut ? (
        <p className={classes.quiet}>
          <Plural
            value={mostGroups}
            one="Only the # value with the most rows is listed. Resolve it to see the others."
            other="Only the # values with the most rows are listed. Resolve them to see the others."
          />
        </p>
      ) : null}
    </nav>
  )
}

function ExcludedRows({ excluded, showsExcluded, onExcluded }: IssueListProps): ReactNode {
  return (
    <section aria-label={t`Excluded`}>
      <h2 className={classes.heading}>
        <Trans>Excluded</Trans>
      </h2>
      <ul className={classes.values}>
        <ValueItem isActive={showsExcluded} count={excluded} onPick={onExcluded}>
          <Trans>Excluded rows</Trans>
        </ValueItem>
      </ul>
    </section>
  )
}

interface IssueItemProps extends Pick<IssueListProps, 'columns' | 'active' | 'onPick'> {
  readonly kind: IssueKind
  /** Whether there are more values than listed. */
  readonly isCut: boolean
}

const shownValues = 5

function IssueItem({ kind, columns, active, isCut, onPick }: IssueItemProps): ReactNode {
  const [all, setAll] = useState(false)
  const { groups } = kind
  const named = groups.filter(({ value }) => value !== null).length
  const values = groups.length
  const isOpen = all || groups.findIndex(({ key }) => key === active) >= shownValues
  return (
    <li>
      <IssueTitle kind={kind} header={kind.column === null ? undefined : columns[kind.column]?.header} />
      <ul className={classes.values}>
        {named > 1 ? (
          <ValueItem isActive={kind.key === active} count={isCut ? null : kind.count} onPick={() => onPick(kind.key)}>
            {isCut ? (
              <Trans>All values, listed or not</Trans>
            ) : (
              <Plural value={named} one="# value" other="All # values" />
            )}
          </ValueItem>
        ) : null}
        {(isOpen ? groups : groups.slice(0, shownValues)).map(({ key, value, count }) => (
          <ValueItem key={key} isActive={key === active} count={count} onPick={() => onPick(key)}>
            <Value code={kind.code} value={value} />
          </ValueItem>
        ))}
      </ul>
      {isOpen || values <= shownValues ? null : (
        <UnstyledButton className={classes.more} onClick={() => setAll(true)}>
          {isCut ? (
            <Plural value={values} one="Show # value" other="Show these # values" />
          ) : (
            <Plural value={values} one="Show # value" other="Show all # values" />
          )}
        </UnstyledButton>
      )}
    </li>
  )
}

interface IssueTitleProps {
  readonly kind: IssueKind
  /** Name of its column. */
  readonly header: string | undefined
}

function IssueTitle({ kind, header }: IssueTitleProps): ReactNode {
  return (
    <div className={classes.issue}>
      <LevelIcon level={kind.level} size={16} />
      <div className={classes.title}>
        <Sentence text={kind.title} />
        {header === undefined ? null : (
          <span className={classes.quiet}>
            <Trans>
              in <bdi>{header}</bdi>
            </Trans>
          </span>
        )}
      </div>
    </div>
  )
}

function Value({ code, value: stored }: Pick<UploadIssueGroup, 'code' | 'value'>): ReactNode {
  if (stored === null) return <Trans>All rows with this issue</Trans>
  if (stored === '') return <Trans>Blank</Trans>
  const value = uploadIssueValue(i18n, { code, value: stored })
  return <Trans>“{visibleControls(value)}”</Trans>
}

interface ValueItemProps {
  readonly isActive: boolean
  /** Null if unknown. */
  readonly count: number | null
  readonly onPick: () => void
  readonly children: ReactNode
}

function ValueItem({ isActive, count, onPick, children }: ValueItemProps): ReactNode {
  return (
    <li>
      <UnstyledButton className={classes.value} aria-current={isActive ? 'true' : undefined} onClick={onPick}>
        {/* In the direction of its content, whose beginning stays in view. */}
        <bdi className={classes.text}>{children}</bdi>
        {count === null ? null : <span className={classes.number}>{formatNumber(count)}</span>}
      </UnstyledButton>
    </li>
  )
}
