import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import type { UploadColumn } from '@muster/contracts/uploads'
import { isolateText } from '@muster/core/text/visible-controls'
import { columnsInDoubt, likeliestMapping } from '@muster/core/upload/upload-doubt'
import { CircleX, Columns3, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import panel from '../file/file-panel.module.css'
import { columnsProblem, doubtOf, mappingLabel, splitColumns } from './column-mapping-labels.ts'
import classes from './columns-panel.module.css'
import type { ColumnChoices } from './use-column-choices.ts'

interface ColumnsPanelProps {
  readonly columns: readonly UploadColumn[]
  readonly choices: ColumnChoices
  readonly canChange: boolean
}

/** The column mapping in one line, and what it lacks. It is chosen above the columns of the grid. */
export function ColumnsPanel({ columns, choices, canChange }: ColumnsPanelProps): ReactNode {
  const problem = columnsProblem(columns)
  return (
    <section className={panel.panel} aria-label={t`Columns`} data-step="columns" tabIndex={-1}>
      <div className={panel.line}>
        <Columns3 size={16} aria-hidden="true" className={panel.mark} />
        <h2 className={panel.title}>
          <Trans>Columns</Trans>
        </h2>
        <ColumnsSummary columns={columns} doubts={columnsInDoubt(columns).length} />
      </div>
      {problem === null ? null : (
        <p className={panel.problem}>
          <CircleX size={14} aria-hidden="true" />
          {problem}
        </p>
      )}
      <ColumnDoubts columns={columns} choices={choices} canChange={canChange} />
      <ErrorNote error={choices.error} />
    </section>
  )
}

/** The columns that hold the plan back, each with its reason: most are beyond the edge of the grid. */
function ColumnDoubts({ columns, choices, canChange }: ColumnsPanelProps): ReactNode {
  const doubts = columnsInDoubt(columns)
  if (doubts.length === 0) return null
  return (
    <ul className={classes.doubts} aria-label={t`Columns in doubt`}>
      {doubts.map((column) => (
        <li key={column.index}>
          <TriangleAlert size={14} aria-hidden="true" />
          <span>
            <bdi>{column.header}</bdi>: <Sentence text={doubtOf(column) ?? ''} />
          </span>
          {canChange ? <DoubtChoice column={column} choices={choices} /> : null}
        </li>
      ))}
    </ul>
  )
}

/** Follows the suggestion, or decides that the column is not used. */
function DoubtChoice({ column, choices }: Pick<ColumnsPanelProps, 'choices'> & { column: UploadColumn }): ReactNode {
  const suggested = column.withdrawal === undefined ? likeliestMapping(column) : null
  const header = isolateText(column.header)
  const button = { size: 'compact-sm', variant: 'default', disabled: choices.isChecking } as const
  const choice = choices.choiceOf(column)
  return (
    <>
      {suggested === null ? null : (
        <Button
          {...button}
          aria-label={t`Use “${header}” as “${{ mapping: mappingLabel(suggested) }}”`}
          onClick={() => choices.choose({ ...choice, mapping: suggested })}
        >
          <Trans>Use</Trans>
        </Button>
      )}
      <Button {...button} aria-label={t`Do not use “${header}”`} onClick={() => choices.choose(choice)}>
        <Trans>Do not use</Trans>
      </Button>
    </>
  )
}

/** A message, because the arrow points the other way in a right-to-left language. */
function MappedColumn({ header, mapping }: { readonly header: string; readonly mapping: string }): ReactNode {
  return (
    <Trans>
      <bdi>{header}</bdi> → <strong>{mapping}</strong>
    </Trans>
  )
}

function ColumnsSummary({ columns, doubts }: { columns: readonly UploadColumn[]; doubts: number }): ReactNode {
  const { used, ignored } = splitColumns(columns)
  const unused = ignored.length
  const remembered = columns.filter((column) => column.remembered).length
  return (
    <p className={panel.summary}>
      {used.map(({ index, header, mapping }) => (
        <span key={index} className={classes.mapped}>
          <MappedColumn header={header} mapping={mappingLabel(mapping)} />
        </span>
      ))}
      <span className={classes.rest}>
        {[
          unused > 0 ? plural(unused, { one: '# column not used', other: '# columns not used' }) : null,
          doubts > 0 ? plural(doubts, { one: '# column in doubt', other: '# columns in doubt' }) : null,
          remembered > 0 ? t`remembered from an earlier file` : null,
        ]
          .filter((part) => part !== null)
          .join(' · ')}
      </span>
    </p>
  )
}
