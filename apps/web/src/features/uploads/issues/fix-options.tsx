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
import { bestSuggestions, type ChosenCause, fixWayOf, isOfManyMerges } from './issue-groups.ts'
import { NearPeople } from './near-people.tsx'
import { OtherValue } from './other-value.tsx'
import { useSuggestionName } from './use-suggestion-name.ts'

interface FixWaysProps {
  readonly upload: UploadEntry
  readonly cause: ChosenCause
  readonly onClose: () => void
}

/** Every way one cause can be put right over its rows. */
export function FixWays({ upload, cause, onClose }: FixWaysProps): ReactNode {
  const fixing = useFixing(upload.id, cause, onClose)
  const column = upload.columns[cause.column ?? -1]?.mapping
  const isUnknown = cause.code === 'person_unknown' && cause.value !== null
  return (
    <>
      <AllAtOnce cause={cause} fixing={fixing} />
      <div className={classes.ways}>
        {isUnknown ? (
          <NearPeople value={cause.value ?? ''} column={column} busy={fixing.busy} onUse={fixing.replace} />
        ) : null}
        <OneValue cause={cause} fixing={fixing} />
        <WithoutValue cause={cause} fixing={fixing} />
      </div>
      <ErrorNote error={fixing.error} />
    </>
  )
}

/** One fix at a time: the button pressed shows that it works, the others wait. */
function useFixing(uploadId: string, cause: ChosenCause, onDone: () => void) {
  const fix = useMutation(fixRowsMutation(uploadId, useQueryClient()))
  const [pressed, setPressed] = useState<string | null>(null)
  const apply = (button: string, order: Fix): void => {
    setPressed(button)
    fix.mutate(order, { onSuccess: onDone })
  }
  return {
    apply,
    replace: (value: string): void => apply(value, { kind: 'issue', issue: cause.key, replaceWith: value }),
    combine: (): void => apply('combine', { kind: 'combine' }),
    suggest: (): void => apply('suggested', { kind: 'suggested', issue: cause.key }),
    state: (button: string) => ({ disabled: fix.isPending, loading: fix.isPending && pressed === button }),
    busy: fix.isPending,
    error: fix.error,
  }
}

interface WaysProps {
  readonly cause: ChosenCause
  readonly fixing: ReturnType<typeof useFixing>
}

const isOne = ({ values }: ChosenCause): boolean => values.length === 1

const rowsOf = (cause: ChosenCause): string => (isOne(cause) ? formatPlural(cause.count, 'row') : 'all these rows')

/** Each value by what is suggested for it. */
function AllAtOnce({ cause, fixing }: WaysProps): ReactNode {
  if (cause.code === 'duplicate_person') return <CombineRows fixing={fixing} />
  if (isOfManyMerges(cause) || cause.code === 'identifier_read') {
    return (
      <div className={classes.suggested}>
        <Button size="compact-sm" {...fixing.state('suggested')} onClick={fixing.suggest}>
          {cause.code === 'identifier_read'
            ? 'Write the plain identifiers into the cells'
            : 'Fill each in with the value of its merged cells'}
        </Button>
      </div>
    )
  }
  if (isOne(cause) || fixWayOf(cause).choose === null) return null
  return (
    <BestSuggestions
      pairs={bestSuggestions(cause)}
      values={cause.values.length}
      {...fixing.state('suggested')}
      onUse={fixing.suggest}
    />
  )
}

/** Rows that only add to each other become one; those that contradict each other stay duplicates. */
function CombineRows({ fixing }: Pick<WaysProps, 'fixing'>): ReactNode {
  return (
    <div className={classes.suggested}>
      <Button size="compact-sm" {...fixing.state('combine')} onClick={fixing.combine}>
        Combine the rows of each user
      </Button>
    </div>
  )
}

/** One value in all rows: a suggested one, or another. */
function OneValue({ cause, fixing }: WaysProps): ReactNode {
  const nameOf = useSuggestionName()
  const { choose, isPersonal } = fixWayOf(cause)
  if (choose === null) return null
  const rows = rowsOf(cause)
  return (
    <>
      {cause.suggestions.map((suggestion, at) => (
        <Button
          key={suggestion}
          size="compact-sm"
          variant={at === 0 ? 'filled' : 'default'}
          {...fixing.state(suggestion)}
          onClick={() => fixing.replace(suggestion)}
        >
          <Sentence
            text={`Use “${nameOf(cause.code, suggestion)}” in ${cause.count === 1 ? 'this row' : `all ${rows}`}`}
          />
        </Button>
      ))}
      {/* Many people are never made one. */}
      {isPersonal && !isOne(cause) ? null : (
        <OtherValue choose={choose} busy={fixing.busy} rows={rows} onUse={fixing.replace} />
      )}
    </>
  )
}

function WithoutValue({ cause, fixing }: WaysProps): ReactNode {
  const rows = rowsOf(cause)
  return (
    <>
      {fixWayOf(cause).mayClear ? (
        <Button size="compact-sm" variant="default" {...fixing.state('')} onClick={() => fixing.replace('')}>
          {isOne(cause) ? 'Blank it' : 'Blank them'}
        </Button>
      ) : null}
      <Button
        size="compact-sm"
        variant="default"
        {...fixing.state('leave out')}
        onClick={() => fixing.apply('leave out', { kind: 'issue', issue: cause.key, replaceWith: null })}
      >
        Leave {cause.count === 1 ? 'the row' : isOne(cause) ? `these ${rows}` : rows} out
      </Button>
    </>
  )
}
