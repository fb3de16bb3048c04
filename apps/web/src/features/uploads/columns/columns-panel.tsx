import { plural, t } from '@lingui/core/macro'
import { Plural, Trans } from '@lingui/react/macro'
import { Button, UnstyledButton } from '@mantine/core'
import type { UploadColumn, UploadEntry } from '@muster/contracts/uploads'
import { columnsInDoubt } from '@muster/core/upload/upload-columns'
import { ChevronDown, CircleX, Columns3 } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { RowTable } from '../../../ui/page/row-table.tsx'
import panel from '../file/file-panel.module.css'
import { ColumnLine } from './column-line.tsx'
import { columnsProblem, mappingLabel, splitColumns } from './column-mapping-labels.ts'
import classes from './columns-panel.module.css'
import type { ColumnChoices } from './use-column-choices.ts'

interface ColumnsPanelProps {
  readonly upload: UploadEntry
  readonly canChange: boolean
  readonly choices: ColumnChoices
}

/** The column mapping. Open from the start if it needs attention. */
export function ColumnsPanel({ upload, canChange, choices }: ColumnsPanelProps): ReactNode {
  const problem = columnsProblem(upload.columns)
  const doubts = columnsInDoubt(upload.columns)
  const [wasOpened, setOpened] = useState<boolean | null>(null)
  const isOpen = wasOpened ?? (problem !== null || doubts.length > 0)
  const id = useId()
  return (
    <section className={panel.panel} aria-label={t`Columns`}>
      <div className={panel.line}>
        <Columns3 size={16} aria-hidden="true" className={panel.mark} />
        <h2 className={panel.title}>
          <Trans>Columns</Trans>
        </h2>
        <ColumnsSummary columns={upload.columns} doubts={doubts.length} />
        <UnstyledButton
          className={panel.toggle}
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpened(!isOpen)}
        >
          {isOpen ? <Trans>Close</Trans> : canChange ? <Trans>Correct</Trans> : <Trans>Show</Trans>}
          <ChevronDown size={14} aria-hidden="true" data-open={isOpen || undefined} />
        </UnstyledButton>
      </div>
      {problem === null ? null : (
        <p className={panel.problem}>
          <CircleX size={14} aria-hidden="true" />
          {problem}
        </p>
      )}
      <div id={id}>{isOpen ? <ColumnsTable upload={upload} canChange={canChange} choices={choices} /> : null}</div>
    </section>
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

function ColumnsTable({ upload, canChange, choices }: ColumnsPanelProps): ReactNode {
  const { pending } = choices
  const changed = pending.length
  return (
    <>
      <RowTable
        label={t`Columns of the file`}
        columns={[t`Column`, t`Mapping`, t`Blank cells`, t`First values`, t`Filled`]}
      >
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
            {changed === 0 ? (
              <Trans>Change a mapping and Muster checks the rows again. Edited cells stay.</Trans>
            ) : (
              <Plural
                value={changed}
                one="# column changed. Muster remembers the mapping for files with the same columns."
                other="# columns changed. Muster remembers the mapping for files with the same columns."
              />
            )}
          </span>
          {pending.length === 0 ? null : (
            <>
              <Button variant="default" onClick={choices.reset}>
                <Trans>Undo the changes</Trans>
              </Button>
              <Button loading={choices.isChecking} onClick={choices.check}>
                <Trans>Check the rows again</Trans>
              </Button>
            </>
          )}
        </div>
      ) : null}
    </>
  )
}
