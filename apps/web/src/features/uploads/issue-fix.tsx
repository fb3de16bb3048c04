import { Button, CloseButton } from '@mantine/core'
import type { UploadEntry } from '@muster/contracts/uploads'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { formatPlural } from '../../lib/format.ts'
import { ErrorNote } from '../../ui/error-note.tsx'
import { BestSuggestions } from './best-suggestions.tsx'
import { bestSuggestions, type ChosenCause, fixWayOf, isOfManyMerges } from './issue-causes.ts'
import classes from './issue-fix.module.css'
import { LevelIcon } from './level-icon.tsx'
import { NearPeople } from './near-people.tsx'
import { OtherValue } from './other-value.tsx'
import { type Fix, fixRowsMutation } from './queries.ts'
import { useSuggestionName } from './use-suggestion-name.ts'

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
          {cause.title}
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
      <p className={classes.remedy}>{cause.remedy}</p>
      {canChange ? <FixWays upload={upload} cause={cause} onClose={onClose} /> : null}
    </section>
  )
}

function FixWays({ upload, cause, onClose }: Omit<IssueFixProps, 'canChange'>): ReactNode {
  const fix = useMutation(fixRowsMutation(upload.id, useQueryClient()))
  const [pressed, setPressed] = useState<string | null>(null)
  const nameOf = useSuggestionName()
  const way = fixWayOf(cause)
  const isOne = cause.values.length === 1
  const rows = isOne ? formatPlural(cause.count, 'row') : 'all these rows'
  const apply = (button: string, order: Fix): void => {
    setPressed(button)
    fix.mutate(order, { onSuccess: onClose })
  }
  const replace = (value: string): void => apply(value, { kind: 'issue', issue: cause.key, replaceWith: value })
  const state = (button: string) => ({ disabled: fix.isPending, loading: fix.isPending && pressed === button })
  return (
    <>
      {isOfManyMerges(cause) ? (
        <div className={classes.suggested}>
          <Button
            size="compact-sm"
            {...state('suggested')}
            onClick={() => apply('suggested', { kind: 'suggested', issue: cause.key })}
          >
            Fill each in with the value of its merged cells
          </Button>
        </div>
      ) : null}
      {isOne || way.choose === null ? null : (
        <BestSuggestions
          pairs={bestSuggestions(cause)}
          values={cause.values.length}
          {...state('suggested')}
          onUse={() => apply('suggested', { kind: 'suggested', issue: cause.key })}
        />
      )}
      <div className={classes.ways}>
        {cause.code === 'person_unknown' && cause.value !== null ? (
          <NearPeople value={cause.value} column={upload.columns[cause.column ?? -1]?.meaning} onUse={replace} />
        ) : null}
        {way.choose === null
          ? null
          : cause.suggestions.map((suggestion, at) => (
              <Button
                key={suggestion}
                size="compact-sm"
                variant={at === 0 ? 'filled' : 'default'}
                {...state(suggestion)}
                onClick={() => replace(suggestion)}
              >
                Use “{nameOf(cause.code, suggestion)}” in {cause.count === 1 ? 'this row' : `all ${rows}`}
              </Button>
            ))}
        {way.choose === null ? null : (
          <OtherValue choose={way.choose} busy={fix.isPending} rows={rows} onUse={replace} />
        )}
        {way.mayClear ? (
          <Button size="compact-sm" variant="default" {...state('')} onClick={() => replace('')}>
            {isOne ? 'Blank it' : 'Blank them'}
          </Button>
        ) : null}
        <Button
          size="compact-sm"
          variant="default"
          {...state('leave out')}
          onClick={() => apply('leave out', { kind: 'issue', issue: cause.key, replaceWith: null })}
        >
          Leave {cause.count === 1 ? 'the row' : isOne ? `these ${rows}` : rows} out
        </Button>
      </div>
      <ErrorNote error={fix.error} />
    </>
  )
}
