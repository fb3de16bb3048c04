import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, NativeSelect } from '@mantine/core'
import type { UploadColumn } from '@muster/contracts/uploads'
import { isolateText } from '@muster/core/text/visible-controls'
import { likeliestMapping } from '@muster/core/upload/upload-columns'
import { type ColumnMapping, columnMappings } from '@muster/core/upload/upload-mapping'
import type { ReactNode } from 'react'
import { formatShare } from '../../../lib/format.ts'
import { blankWords, hasBlankRule, mappingChoices, mappingLabel } from './column-mapping-labels.ts'
import classes from './columns-panel.module.css'
import type { ColumnChoice } from './use-column-choices.ts'

interface ColumnLineProps {
  readonly column: UploadColumn
  readonly choice: ColumnChoice
  /** The user confirmed this choice; the rows are not checked with it yet. */
  readonly isConfirmed: boolean
  readonly canChange: boolean
  readonly onChoose: (choice: ColumnChoice) => void
}

/** One column: its header, its mapping, its rule for blank cells, and sample values. */
export function ColumnLine({ column, choice, isConfirmed, canChange, onChoose }: ColumnLineProps): ReactNode {
  const { index, header } = column
  const blanks = blankWords(choice.mapping)
  const fillRate = formatShare(column.fillRate)
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
            aria-label={t`Mapping of “${{ header: isolateText(header) }}”`}
            disabled={!canChange}
            data={mappingChoices(column, choice.mapping).map(({ group, items }) => ({ group, items: [...items] }))}
            value={choice.mapping}
            onChange={(event) =>
              onChoose({ index, blank: choice.blank, mapping: mappingOf(event.currentTarget.value, choice.mapping) })
            }
          />
          <span className={classes.quiet}>
            {isConfirmed && choice.mapping === column.mapping ? t`confirmed` : originOf(column, choice.mapping)}
          </span>
          {canChange && !isConfirmed && choice.mapping === 'ignore' && likeliestMapping(column) !== null ? (
            <Button size="compact-xs" variant="default" onClick={() => onChoose(choice)}>
              <Trans>Not used</Trans>
            </Button>
          ) : null}
        </div>
      </td>
      <td>
        {hasBlankRule(choice.mapping) ? (
          <NativeSelect
            size="xs"
            className={classes.blank}
            aria-label={t`Blank cells in “${{ header: isolateText(header) }}”`}
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
          <span className={classes.quiet}>{choice.mapping === 'ignore' ? '' : t`No change`}</span>
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
        <Trans>
          {fillRate}
          <span className={classes.unit}> filled</span>
        </Trans>
      </td>
    </tr>
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
  if (mapping === 'ignore') {
    const like = likeliestMapping(column)
    return like === null ? '' : t`possibly “${{ mapping: mappingLabel(like) }}”`
  }
  if (column.remembered) return t`remembered from an earlier file`
  const score = column.suggestions.find((suggestion) => suggestion.mapping === mapping)?.score
  return score === undefined ? '' : t`${{ score: formatShare(score) }} similar`
}
