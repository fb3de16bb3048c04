import { Button, NativeSelect } from '@mantine/core'
import type { UploadColumn } from '@muster/contracts/uploads'
import { isolateText } from '@muster/core/text/visible-controls'
import { likeliestMeaning } from '@muster/core/upload/upload-columns'
import { type ColumnMeaning, columnMeanings } from '@muster/core/upload/upload-mapping'
import type { ReactNode } from 'react'
import { formatShare } from '../../../lib/format.ts'
import { blankWords, hasBlankMeaning, meaningChoices, meaningWords } from './column-mapping-labels.ts'
import classes from './columns-panel.module.css'
import type { ColumnChoice } from './use-column-choices.ts'

interface ColumnLineProps {
  readonly column: UploadColumn
  readonly choice: ColumnChoice
  /** A person confirmed this choice, which is not checked yet. */
  readonly isConfirmed: boolean
  readonly canChange: boolean
  readonly onChoose: (choice: ColumnChoice) => void
}

/** One column: its header, what it means, what a blank says, and what stands in it. */
export function ColumnLine({ column, choice, isConfirmed, canChange, onChoose }: ColumnLineProps): ReactNode {
  const { index, header } = column
  const blanks = blankWords(choice.meaning)
  return (
    <tr>
      <td>
        <bdi className={classes.header}>{header}</bdi>
      </td>
      <td>
        <div className={classes.means}>
          <NativeSelect
            size="xs"
            className={classes.meaning}
            aria-label={isolateText(`What “${header}” means`)}
            disabled={!canChange}
            data={meaningChoices(column, choice.meaning).map(({ group, items }) => ({ group, items: [...items] }))}
            value={choice.meaning}
            onChange={(event) =>
              onChoose({ index, blank: choice.blank, meaning: meaningOf(event.currentTarget.value, choice.meaning) })
            }
          />
          <span className={classes.quiet}>
            {isConfirmed && choice.meaning === column.meaning ? 'confirmed' : whyOf(column, choice.meaning)}
          </span>
          {canChange && !isConfirmed && choice.meaning === 'ignore' && likeliestMeaning(column) !== null ? (
            <Button size="compact-xs" variant="default" onClick={() => onChoose(choice)}>
              Not used
            </Button>
          ) : null}
        </div>
      </td>
      <td>
        {hasBlankMeaning(choice.meaning) ? (
          <NativeSelect
            size="xs"
            className={classes.blank}
            aria-label={isolateText(`A blank cell in “${header}”`)}
            disabled={!canChange}
            data={[
              { value: 'keep', label: blanks.keep },
              { value: 'clear', label: blanks.clear },
            ]}
            value={choice.blank}
            onChange={(event) =>
              onChoose({
                index,
                meaning: choice.meaning,
                blank: event.currentTarget.value === 'clear' ? 'clear' : 'keep',
              })
            }
          />
        ) : (
          <span className={classes.quiet}>{choice.meaning === 'ignore' ? '' : 'asks for nothing'}</span>
        )}
      </td>
      <td>
        <ul className={classes.samples}>
          {column.samples.map((sample) => (
            <li key={sample} title={sample}>
              <bdi>{sample}</bdi>
            </li>
          ))}
        </ul>
      </td>
      <td className={classes.share}>
        {formatShare(column.fillRate)}
        <span className={classes.unit}> filled</span>
      </td>
    </tr>
  )
}

function meaningOf(value: string, otherwise: ColumnMeaning): ColumnMeaning {
  return columnMeanings.find((known) => known === value) ?? otherwise
}

/** Where a meaning comes from, said quietly. */
function whyOf(column: UploadColumn, meaning: ColumnMeaning): string {
  if (meaning !== column.meaning) return `was ${meaningWords[column.meaning]}`
  if (column.beyondHeader === true && meaning === 'ignore') return 'no heading; rows that reach it have a cell too many'
  if (meaning === 'ignore') {
    const like = likeliestMeaning(column)
    return like === null ? '' : `may mean “${meaningWords[like]}”`
  }
  if (column.remembered) return 'remembered from an earlier file'
  const score = column.suggestions.find((suggestion) => suggestion.meaning === meaning)?.score
  return score === undefined ? '' : `${formatShare(score)} alike`
}
