import { plural, t } from '@lingui/core/macro'
import { Plural, Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import type { UploadColumn, UploadEntry } from '@muster/contracts/uploads'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { type Fix, fixIssueMutation, similarUsersQuery } from '../queries.ts'
import type { UndoHistory } from '../rows/undo-history.ts'
import { BestSuggestions } from './best-suggestions.tsx'
import classes from './issue-fix.module.css'
import { bestSuggestions, fixOptionsOf, isOfManyMerges, type SelectedIssue } from './issue-groups.ts'
import { OtherValue } from './other-value.tsx'
import { useSuggestionName } from './use-suggestion-name.ts'

interface FixOptionsProps {
  readonly upload: UploadEntry
  readonly issue: SelectedIssue
  readonly history: UndoHistory
  readonly onClose: () => void
}

/** Every way to fix one issue in all its rows. */
export function FixOptions({ upload, issue, history, onClose }: FixOptionsProps): ReactNode {
  const fixing = useFixing({ upload, issue, history, onClose })
  const column = upload.columns[issue.column ?? -1]?.mapping
  const isUnknown = issue.code === 'person_unknown' && issue.value !== null
  return (
    <>
      <AllAtOnce issue={issue} fixing={fixing} />
      <div className={classes.options}>
        {isUnknown ? (
          <SimilarUsers value={issue.value ?? ''} column={column} busy={fixing.busy} onUse={fixing.replace} />
        ) : null}
        <OneValue issue={issue} fixing={fixing} />
        <WithoutValue issue={issue} fixing={fixing} />
      </div>
      <ErrorNote error={fixing.error} />
    </>
  )
}

/** Runs one fix at a time. The pressed button shows the progress; the others are disabled. */
function useFixing({ upload, issue, history, onClose }: FixOptionsProps) {
  const fix = useMutation(fixIssueMutation(upload.id, useQueryClient()))
  const { count } = issue
  const [pressed, setPressed] = useState<string | null>(null)
  const apply = (button: string, request: Fix): void => {
    setPressed(button)
    const done = ({ undo }: { readonly undo: readonly Fix[] }): void => {
      if (undo.length > 0) history.push(undo)
      const words = plural(count, {
        one: '# row fixed and checked again.',
        other: '# rows fixed and checked again.',
      })
      history.announce(undo.length === 0 ? words : [words, t`Ctrl+Z undoes it.`].join(' '))
    }
    // A fixed issue is gone before its response is handled. Then another may be open, which must not close.
    fix.mutateAsync({ issue, fix: request }, { onSuccess: onClose }).then(done, () => undefined)
  }
  return {
    apply,
    replace: (value: string): void => apply(value, { kind: 'issue', issue: issue.key, replaceWith: value }),
    combine: (): void => apply('combine', { kind: 'combine' }),
    suggest: (): void => apply('suggested', { kind: 'suggested', issue: issue.key }),
    state: (button: string) => ({ disabled: fix.isPending, loading: fix.isPending && pressed === button }),
    busy: fix.isPending,
    error: fix.error,
  }
}

interface OptionsProps {
  readonly issue: SelectedIssue
  readonly fixing: ReturnType<typeof useFixing>
}

const hasOneValue = ({ values }: SelectedIssue): boolean => values.length === 1

/** The label of the fix that fills each row with its own suggestion; null if the values are listed. */
function ownSuggestionLabel(issue: SelectedIssue): string | null {
  if (issue.code === 'identifier_read') return t`Write the plain identifiers into the cells`
  if (issue.code === 'blank_below') return t`Fill each cell with the value above it`
  return isOfManyMerges(issue) ? t`Fill each cell with the value of its merged cells` : null
}

/** Replaces each value by its own suggestion. */
function AllAtOnce({ issue, fixing }: OptionsProps): ReactNode {
  if (issue.code === 'duplicate_person') return <CombineRows fixing={fixing} />
  const label = ownSuggestionLabel(issue)
  if (label !== null) {
    return (
      <div className={classes.suggested}>
        <Button size="compact-sm" {...fixing.state('suggested')} onClick={fixing.suggest}>
          {label}
        </Button>
      </div>
    )
  }
  if (hasOneValue(issue) || fixOptionsOf(issue).choose === null) return null
  return (
    <BestSuggestions
      pairs={bestSuggestions(issue)}
      values={issue.values.length}
      {...fixing.state('suggested')}
      onUse={fixing.suggest}
    />
  )
}

/** Combines rows that only add to each other. Contradictory rows stay duplicates. */
function CombineRows({ fixing }: Pick<OptionsProps, 'fixing'>): ReactNode {
  return (
    <div className={classes.suggested}>
      <Button size="compact-sm" {...fixing.state('combine')} onClick={fixing.combine}>
        <Trans>Combine the rows of each user</Trans>
      </Button>
    </div>
  )
}

/** Replaces one value in all rows, by a suggestion or another value. */
function OneValue({ issue, fixing }: OptionsProps): ReactNode {
  const nameOf = useSuggestionName()
  const { choose, isPersonal } = fixOptionsOf(issue)
  if (choose === null) return null
  return (
    <>
      {issue.suggestions.map((suggestion, at) => (
        <Button
          key={suggestion}
          size="compact-sm"
          variant={at === 0 ? 'filled' : 'default'}
          {...fixing.state(suggestion)}
          onClick={() => fixing.replace(suggestion)}
        >
          <UseSuggestion name={nameOf(issue.code, suggestion)} rows={issue.count} />
        </Button>
      ))}
      {/* Several identifiers cannot become one user. */}
      {isPersonal && !hasOneValue(issue) ? null : (
        <OtherValue
          choose={choose}
          busy={fixing.busy}
          rows={hasOneValue(issue) ? issue.count : null}
          onUse={fixing.replace}
        />
      )}
    </>
  )
}

/** One span, because the label of a button is a flex container, which would separate the name from its quotes. */
function UseSuggestion({ name, rows }: { readonly name: string; readonly rows: number }): ReactNode {
  return (
    <span>
      <Plural
        value={rows}
        one={
          <Trans>
            Use “<Sentence text={name} />” in this row
          </Trans>
        }
        other={
          <Trans>
            Use “<Sentence text={name} />” in all # rows
          </Trans>
        }
      />
    </span>
  )
}

const blankCells: readonly SelectedIssue['code'][] = ['blank_below', 'cell_merged']

/** A cell below merged cells or a value has nothing to blank. */
function BlankLabel({ issue }: { readonly issue: SelectedIssue }): ReactNode {
  if (blankCells.includes(issue.code)) return <Trans>Leave blank</Trans>
  return hasOneValue(issue) ? <Trans>Blank it</Trans> : <Trans>Blank them</Trans>
}

/** Blanks the value, or excludes the rows. */
function WithoutValue({ issue, fixing }: OptionsProps): ReactNode {
  const { count } = issue
  return (
    <>
      {fixOptionsOf(issue).mayClear ? (
        <Button size="compact-sm" variant="default" {...fixing.state('')} onClick={() => fixing.replace('')}>
          <BlankLabel issue={issue} />
        </Button>
      ) : null}
      <Button
        size="compact-sm"
        variant="default"
        {...fixing.state('exclude')}
        onClick={() => fixing.apply('exclude', { kind: 'issue', issue: issue.key, replaceWith: null })}
      >
        {hasOneValue(issue) || count === 1 ? (
          <Plural value={count} one="Exclude the row" other="Exclude these # rows" />
        ) : (
          <Trans>Exclude all these rows</Trans>
        )}
      </Button>
    </>
  )
}

interface SimilarUsersProps {
  /** The address that no user in the directory has. */
  readonly value: string
  readonly column: UploadColumn['mapping'] | undefined
  readonly busy: boolean
  readonly onUse: (email: string) => void
}

/** Users with a similar address, to choose from. The choice stays with the member: a similar address may be another user. */
function SimilarUsers({ value, column, busy, onUse }: SimilarUsersProps): ReactNode {
  const similar = useQuery({ ...similarUsersQuery(value), enabled: column === 'email' })
  return (similar.data ?? []).map(({ email, firstName, lastName }) => (
    <Button
      key={email}
      size="compact-sm"
      variant="default"
      title={`${firstName} ${lastName}`}
      disabled={busy}
      onClick={() => onUse(email)}
    >
      <span>
        <Trans>
          Use “<bdi>{email}</bdi>”
        </Trans>
      </span>
    </Button>
  ))
}
