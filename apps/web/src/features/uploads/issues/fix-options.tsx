import { Button } from '@mantine/core'
import type { UploadEntry } from '@muster/contracts/uploads'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { formatPlural } from '../../../lib/format.ts'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { type Fix, fixRowsMutation } from '../queries.ts'
import { BestSuggestions } from './best-suggestions.tsx'
import classes from './issue-fix.module.css'
import { bestSuggestions, fixOptionsOf, isOfManyMerges, type SelectedIssue } from './issue-groups.ts'
import { OtherValue } from './other-value.tsx'
import { SimilarUsers } from './similar-users.tsx'
import { useSuggestionName } from './use-suggestion-name.ts'

interface FixOptionsProps {
  readonly upload: UploadEntry
  readonly issue: SelectedIssue
  readonly onClose: () => void
}

/** Every way one issue can be put right over its rows. */
export function FixOptions({ upload, issue, onClose }: FixOptionsProps): ReactNode {
  const fixing = useFixing(upload.id, issue, onClose)
  const column = upload.columns[issue.column ?? -1]?.mapping
  const isUnknown = issue.code === 'person_unknown' && issue.value !== null
  return (
    <>
      <AllAtOnce issue={issue} fixing={fixing} />
      <div className={classes.ways}>
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

/** One fix at a time: the button pressed shows that it works, the others wait. */
function useFixing(uploadId: string, issue: SelectedIssue, onDone: () => void) {
  const fix = useMutation(fixRowsMutation(uploadId, useQueryClient()))
  const [pressed, setPressed] = useState<string | null>(null)
  const apply = (button: string, order: Fix): void => {
    setPressed(button)
    fix.mutate(order, { onSuccess: onDone })
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

const isOne = ({ values }: SelectedIssue): boolean => values.length === 1

const rowsOf = (issue: SelectedIssue): string => (isOne(issue) ? formatPlural(issue.count, 'row') : 'all these rows')

/** Each value by what is suggested for it. */
function AllAtOnce({ issue, fixing }: OptionsProps): ReactNode {
  if (issue.code === 'duplicate_person') return <CombineRows fixing={fixing} />
  if (isOfManyMerges(issue) || issue.code === 'identifier_read') {
    return (
      <div className={classes.suggested}>
        <Button size="compact-sm" {...fixing.state('suggested')} onClick={fixing.suggest}>
          {issue.code === 'identifier_read'
            ? 'Write the plain identifiers into the cells'
            : 'Fill each in with the value of its merged cells'}
        </Button>
      </div>
    )
  }
  if (isOne(issue) || fixOptionsOf(issue).choose === null) return null
  return (
    <BestSuggestions
      pairs={bestSuggestions(issue)}
      values={issue.values.length}
      {...fixing.state('suggested')}
      onUse={fixing.suggest}
    />
  )
}

/** Rows that only add to each other become one; those that contradict each other stay duplicates. */
function CombineRows({ fixing }: Pick<OptionsProps, 'fixing'>): ReactNode {
  return (
    <div className={classes.suggested}>
      <Button size="compact-sm" {...fixing.state('combine')} onClick={fixing.combine}>
        Combine the rows of each user
      </Button>
    </div>
  )
}

/** One value in all rows: a suggested one, or another. */
function OneValue({ issue, fixing }: OptionsProps): ReactNode {
  const nameOf = useSuggestionName()
  const { choose, isPersonal } = fixOptionsOf(issue)
  if (choose === null) return null
  const rows = rowsOf(issue)
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
          <Sentence
            text={`Use “${nameOf(issue.code, suggestion)}” in ${issue.count === 1 ? 'this row' : `all ${rows}`}`}
          />
        </Button>
      ))}
      {/* Many people are never made one. */}
      {isPersonal && !isOne(issue) ? null : (
        <OtherValue choose={choose} busy={fixing.busy} rows={rows} onUse={fixing.replace} />
      )}
    </>
  )
}

function WithoutValue({ issue, fixing }: OptionsProps): ReactNode {
  const rows = rowsOf(issue)
  return (
    <>
      {fixOptionsOf(issue).mayClear ? (
        <Button size="compact-sm" variant="default" {...fixing.state('')} onClick={() => fixing.replace('')}>
          {isOne(issue) ? 'Blank it' : 'Blank them'}
        </Button>
      ) : null}
      <Button
        size="compact-sm"
        variant="default"
        {...fixing.state('leave out')}
        onClick={() => fixing.apply('leave out', { kind: 'issue', issue: issue.key, replaceWith: null })}
      >
        Leave {issue.count === 1 ? 'the row' : isOne(issue) ? `these ${rows}` : rows} out
      </Button>
    </>
  )
}
