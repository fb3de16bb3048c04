import { Button, UnstyledButton } from '@mantine/core'
import type { UploadColumn, UploadEntry } from '@muster/contracts/uploads'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ChevronDown, CircleX, Columns3 } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { formatPlural } from '../../lib/format.ts'
import { ErrorNote } from '../../ui/error-note.tsx'
import { RowTable } from '../../ui/row-table.tsx'
import { type ColumnChoice, ColumnLine } from './column-line.tsx'
import classes from './columns-panel.module.css'
import panel from './file-panel.module.css'
import { columnsInDoubt, columnsProblem, meaningWords, partColumns } from './meaning-words.ts'
import { correctUploadMutation } from './queries.ts'

interface ColumnsPanelProps {
  readonly upload: UploadEntry
  readonly canChange: boolean
}

/** What each column means; open at once where a person has to look. */
export function ColumnsPanel({ upload, canChange }: ColumnsPanelProps): ReactNode {
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
      <div id={id}>
        {isOpen ? <ColumnsForm key={JSON.stringify(upload.columns)} upload={upload} canChange={canChange} /> : null}
      </div>
    </section>
  )
}

function ColumnsSummary({ columns, doubts }: { columns: readonly UploadColumn[]; doubts: number }): ReactNode {
  const { used, ignored } = partColumns(columns)
  const remembered = columns.filter((column) => column.remembered).length
  return (
    <p className={panel.summary}>
      {used.map(({ index, header, meaning }) => (
        <span key={index} className={classes.meant}>
          <bdi>{header}</bdi> → <strong>{meaningWords[meaning]}</strong>
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

function ColumnsForm({ upload, canChange }: ColumnsPanelProps): ReactNode {
  const [choices, setChoices] = useState<ReadonlyMap<number, ColumnChoice>>(new Map())
  const correct = useMutation(correctUploadMutation(upload.id, useQueryClient()))
  const changed = [...choices.values()]
  const choose = (choice: ColumnChoice): void => {
    const column = upload.columns[choice.index]
    const next = new Map(choices)
    if (column?.meaning === choice.meaning && column.blank === choice.blank) next.delete(choice.index)
    else next.set(choice.index, choice)
    setChoices(next)
  }
  return (
    <>
      <RowTable label="Columns of the file" columns={['Column', 'Means', 'A blank cell', 'First values', 'Filled']}>
        {upload.columns.map((column) => (
          <ColumnLine
            key={column.index}
            column={column}
            choice={choices.get(column.index) ?? column}
            canChange={canChange}
            onChoose={choose}
          />
        ))}
      </RowTable>
      <ErrorNote error={correct.error} />
      {canChange ? (
        <div className={classes.buttons}>
          <span className={classes.quiet} role="status">
            {changed.length === 0
              ? 'Change a meaning and the rows are checked again; fixes in cells stay.'
              : `${formatPlural(changed.length, 'column')} changed. It is remembered for files of the same shape.`}
          </span>
          {changed.length === 0 ? null : (
            <>
              <Button variant="default" onClick={() => setChoices(new Map())}>
                Put back
              </Button>
              <Button loading={correct.isPending} onClick={() => correct.mutate({ columns: changed })}>
                Check the rows again
              </Button>
            </>
          )}
        </div>
      ) : null}
    </>
  )
}
