import { t } from '@lingui/core/macro'
import { NativeSelect } from '@mantine/core'
import type { UploadColumn } from '@muster/contracts/uploads'
import { isolateText } from '@muster/core/text/visible-controls'
import { columnsInDoubt } from '@muster/core/upload/upload-doubt'
import { type ColumnMapping, columnMappings } from '@muster/core/upload/upload-mapping'
import type { ReactNode } from 'react'
import { formatShare } from '../../../lib/format.ts'
import classes from './column-head.module.css'
import { blankWords, doubtOf, hasBlankRule, mappingChoices, mappingLabel } from './column-mapping-labels.ts'
import type { ColumnChoice, ColumnChoices } from './use-column-choices.ts'

interface ColumnHeadProps {
  readonly column: UploadColumn
  readonly choices: ColumnChoices
  readonly canChange: boolean
}

/** The head of a column of the grid: its header, its mapping, and its rule for blank cells. */
export function ColumnHead({ column, choices, canChange }: ColumnHeadProps): ReactNode {
  const { header } = column
  const choice = choices.choiceOf(column)
  const isDisabled = !canChange || choices.isChecking
  const isInDoubt = choice.mapping === 'ignore' && columnsInDoubt([column]).length > 0
  return (
    <div className={classes.head} data-doubt={isInDoubt || undefined}>
      <bdi className={classes.header} title={header}>
        {header}
      </bdi>
      <NativeSelect
        aria-label={t`Mapping of “${{ header: isolateText(header) }}”`}
        disabled={isDisabled}
        data={mappingChoices(column, choice.mapping).map(({ group, items }) => ({ group, items: [...items] }))}
        value={choice.mapping}
        onChange={(event) =>
          choices.choose({ ...choice, mapping: mappingOf(event.currentTarget.value, choice.mapping) })
        }
      />
      {hasBlankRule(choice.mapping) ? (
        <BlankRule header={header} choice={choice} isDisabled={isDisabled} onChoose={choices.choose} />
      ) : null}
      <div className={classes.origin} title={t`${{ share: formatShare(column.fillRate) }} filled`}>
        {originOf(column, choice.mapping)}
      </div>
    </div>
  )
}

interface BlankRuleProps {
  readonly header: string
  readonly choice: ColumnChoice
  readonly isDisabled: boolean
  readonly onChoose: (choice: ColumnChoice) => void
}

/** The effect of a blank cell of a column. */
function BlankRule({ header, choice, isDisabled, onChoose }: BlankRuleProps): ReactNode {
  const blanks = blankWords(choice.mapping)
  return (
    <NativeSelect
      aria-label={t`Blank cells in “${{ header: isolateText(header) }}”`}
      disabled={isDisabled}
      data={[
        { value: 'keep', label: t`Blank: ${{ rule: blanks.keep }}` },
        { value: 'clear', label: t`Blank: ${{ rule: blanks.clear }}` },
      ]}
      value={choice.blank}
      onChange={(event) => onChoose({ ...choice, blank: event.currentTarget.value === 'clear' ? 'clear' : 'keep' })}
    />
  )
}

function mappingOf(value: string, otherwise: ColumnMapping): ColumnMapping {
  return columnMappings.find((known) => known === value) ?? otherwise
}

/** Where a mapping comes from. */
function originOf(column: UploadColumn, mapping: ColumnMapping): string {
  if (mapping !== column.mapping) return t`was ${{ mapping: mappingLabel(column.mapping) }}`
  if (column.beyondHeader === true && mapping === 'ignore')
    return t`no column name; rows with a cell here have too many cells`
  if (mapping === 'ignore') return doubtOf(column) ?? ''
  if (column.remembered) return t`remembered from an earlier file`
  const score = column.suggestions.find((suggestion) => suggestion.mapping === mapping)?.score
  // Of a full match there is no doubt to show.
  return score === undefined || score === 1 ? '' : t`${{ score: formatShare(score) }} similar`
}
