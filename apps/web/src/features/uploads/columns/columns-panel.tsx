import { Button, UnstyledButton } from '@mantine/core'
import type { UploadColumn, UploadEntry } from '@muster/contracts/uploads'
import { columnsInDoubt } from '@muster/core/upload/upload-columns'
import { ChevronDown, CircleX, Columns3 } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { formatPlural } from '../../../lib/format.ts'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { RowTable } from '../../../ui/page/row-table.tsx'
import panel from '../file/file-panel.module.css'
import { ColumnLine } from './column-line.tsx'
import { columnsProblem, mappingLabels, splitColumns } from './column-mapping-labels.ts'
import classes from './columns-panel.module.css'
import type { ColumnChoices } from './use-column-choices.ts'

interface ColumnsPanelProps {
  readonly upload: UploadEntry
  readonly canChange: boolean
  readonly choices: ColumnChoices
}

/** What each column means; open at once where a person has to look. */
export function ColumnsPanel({ upload, canChange, choices }: ColumnsPanelProps): ReactNode {
  const problem = columnsProblem(upload.columns)
  const doubts = columnsInDoubt(upload.columns)
  const [wasOpened, setOpened] = useState<boolean | null>(null)
  const isOpen = wasOpened ?? (problem !== null || doubts.length > 0)
  const id = useId()
  return (
    <section className={panel.panel} aria-label="Columns">
      <div className={panel.line}>
        <Columns3 size={16} aria-hidden="true" className={panel.mark} />
        <h2 className={panel.title}>Columns</h2>
        <ColumnsSummary columns={upload.columns} doubts={doubts.length} />
        <UnstyledButton
          className={panel.toggle}
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpened(!isOpen)}
        >
          {isOpen ? 'Close' : canChange ? 'Correct' : 'Show'}
          <ChevronDown size={14} aria-hidden="true" data-open={isOpen || undefined} />
        </UnstyledButton>
      </div>
      {problem === null ? null : (
        <p className={panel.problem}>
          <CircleX size={14} aria-hidden="true" />
          {problem}
        </p>
      )}
      <div id={id}>{isOpen ? <ColumnsForm upload={upload} canChange={canChange} choices={choices} /> : null}</div>
    </section>
  )
}

function ColumnsSummary({ columns, doubts }: { columns: readonly UploadColumn[]; doubts: number }): ReactNode {
  const { used, ignored } = splitColumns(columns)
  const remembered = columns.filter((column) => column.remembered).length
  return (
    <p className={panel.summary}>
      {used.map(({ index, header, mapping }) => (
        <span key={index} className={classes.mapped}>
          <bdi>{header}</bdi> → <strong>{mappingLabels[mapping]}</strong>
        </span>
      ))}
      <span className={classes.rest}>
        {[
          ignored.length > 0 ? `${formatPlural(ignored.length, 'column')} not used` : null,
          doubts > 0 ? `${formatPlural(doubts, 'column')} in doubt` : null,
          remembered > 0 ? 'remembered from an earlier file' : null,
        ]
          .filter((part) => part !== null)
          .join(' · ')}
      </span>
    </p>
  )
}

function ColumnsForm({ upload, canChange, choices }: ColumnsPanelProps): ReactNode {
  const { pending } = choices
  return (
    <>
      <RowTable label="Columns of the file" columns={['Column', 'Means', 'A blank cell', 'First values', 'Filled']}>
        {upload.columns.map((column) => (
          <ColumnLine
            key={column.index}
            column={column}
            choice={choices.choiceOf(column)}
            isConfirmed={pending.some(({ index }) => index === column.index)}
            canChange={canChange}
            onChoose={choices.choose}
          />
        ))}
      </RowTable>
      <ErrorNote error={choices.error} />
      {canChange ? (
        <div className={classes.buttons}>
          <span className={classes.quiet} role="status">
            {pending.length === 0
              ? 'Change a mapping and Muster checks the rows again. Edited cells stay.'
              : `${formatPlural(pending.length, 'column')} changed. Muster remembers the mapping for files with the same columns.`}
          </span>
          {pending.length === 0 ? null : (
            <>
              <Button variant="default" onClick={choices.reset}>
                Undo the changes
              </Button>
              <Button loading={choices.isChecking} onClick={choices.check}>
                Check the rows again
              </Button>
            </>
          )}
        </div>
      ) : null}
    </>
  )
}
