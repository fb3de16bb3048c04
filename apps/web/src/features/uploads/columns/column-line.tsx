import { Button, NativeSelect } from '@mantine/core'
import type { UploadColumn } from '@muster/contracts/uploads'
import { isolateText } from '@muster/core/text/visible-controls'
import { likeliestMapping } from '@muster/core/upload/upload-columns'
import { type ColumnMapping, columnMappings } from '@muster/core/upload/upload-mapping'
import type { ReactNode } from 'react'
import { formatShare } from '../../../lib/format.ts'
import { blankWords, hasBlankRule, mappingChoices, mappingLabels } from './column-mapping-labels.ts'
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
  const blanks = blankWords(choice.mapping)
  return (
    <tr>
      <td>
        <bdi className={classes.header}>{header}</bdi>
      </td>
      <td>
        <div className={classes.mappingCell}>
          <NativeSelect
            size="xs"
            className={classes.mapping}
            aria-label={isolateText(`What “${header}” means`)}
            disabled={!canChange}
            data={mappingChoices(column, choice.mapping).map(({ group, items }) => ({ group, items: [...items] }))}
            value={choice.mapping}
            onChange={(event) =>
              onChoose({ index, blank: choice.blank, mapping: mappingOf(event.currentTarget.value, choice.mapping) })
            }
          />
          <span className={classes.quiet}>
            {isConfirmed && choice.mapping === column.mapping ? 'confirmed' : whyOf(column, choice.mapping)}
          </span>
          {canChange && !isConfirmed && choice.mapping === 'ignore' && likeliestMapping(column) !== null ? (
            <Button size="compact-xs" variant="default" onClick={() => onChoose(choice)}>
              Not used
            </Button>
          ) : null}
        </div>
      </td>
      <td>
        {hasBlankRule(choice.mapping) ? (
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
                mapping: choice.mapping,
                blank: event.currentTarget.value === 'clear' ? 'clear' : 'keep',
              })
            }
          />
        ) : (
          <span className={classes.quiet}>{choice.mapping === 'ignore' ? '' : 'asks for nothing'}</span>
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

function mappingOf(value: string, otherwise: ColumnMapping): ColumnMapping {
  return columnMappings.find((known) => known === value) ?? otherwise
}

/** Where a meaning comes from, said quietly. */
function whyOf(column: UploadColumn, mapping: ColumnMapping): string {
  if (mapping !== column.mapping) return `was ${mappingLabels[column.mapping]}`
  if (column.beyondHeader === true && mapping === 'ignore') return 'no heading; rows that reach it have a cell too many'
  if (mapping === 'ignore') {
    const like = likeliestMapping(column)
    return like === null ? '' : `may mean “${mappingLabels[like]}”`
  }
  if (column.remembered) return 'remembered from an earlier file'
  const score = column.suggestions.find((suggestion) => suggestion.mapping === mapping)?.score
  return score === undefined ? '' : `${formatShare(score)} alike`
}
