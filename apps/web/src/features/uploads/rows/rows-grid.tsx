import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { UploadColumn, UploadEntry, UploadRow } from '@muster/contracts/uploads'
import { isolateText } from '@muster/core/text/visible-controls'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, type ReactNode, type RefObject, useEffect, useRef } from 'react'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { ColumnHead } from '../columns/column-head.tsx'
import { mappingLabel } from '../columns/column-mapping-labels.ts'
import type { ColumnChoices } from '../columns/use-column-choices.ts'
import { columnWidth, rowHeight } from './row-issues.ts'
import { RowLine } from './row-line.tsx'
import classes from './rows-grid.module.css'
import type { UndoHistory } from './undo-history.ts'
import { type GridEditing, useGridEditing } from './use-grid-editing.ts'

interface RowsGridProps {
  readonly upload: UploadEntry
  readonly rows: readonly UploadRow[]
  /** The columns shown, in file order. */
  readonly columns: readonly UploadColumn[]
  /** Number of rows in this view, loaded or not. */
  readonly total: number
  /** The column of the issue shown, which becomes active first. Null for the first column. */
  readonly startColumn: number | null
  readonly canChange: boolean
  readonly choices: ColumnChoices
  readonly history: UndoHistory
  /** Called when the end of the loaded rows comes into view. */
  readonly onEnd: () => void
}

const nearEnd = 30
const nearest: ScrollIntoViewOptions = { block: 'nearest', inline: 'nearest' }

/** The rows in view. Reports the end of the loaded rows. */
function useVirtualRows(scroll: RefObject<HTMLDivElement | null>, { rows, onEnd }: RowsGridProps) {
  // oxlint-disable-next-line react/incompatible-library -- this project does not use the React Compiler
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: (index) => rowHeight(rows[index]),
    getItemKey: (index) => rows[index]?.row ?? index,
    overscan: 8,
    // The header covers the top of the scrolled area.
    scrollPaddingStart: 136,
  })
  const last = virtual.getVirtualItems().at(-1)?.index ?? 0
  const isNearEnd = last >= rows.length - nearEnd
  useEffect(() => {
    if (isNearEnd) onEnd()
  })
  return virtual
}

/** The position of a column; the first one without it. */
const positionOf = (columns: RowsGridProps['columns'], column: number | null): number =>
  Math.max(
    0,
    columns.findIndex(({ index }) => index === column),
  )

/** Cells as in a spreadsheet, navigated and edited by keyboard. Marks issues in their cells and explains them below the row. */
export function RowsGrid(props: RowsGridProps): ReactNode {
  const { upload, rows, columns, startColumn, total, canChange, choices, history } = props
  const fileName = isolateText(upload.fileName)
  const scroll = useRef<HTMLDivElement>(null)
  const virtual = useVirtualRows(scroll, props)
  const start = positionOf(columns, startColumn)
  useColumnInView(scroll, start)
  const editing = useGridEditing({
    start,
    uploadId: upload.id,
    rows,
    columns,
    canChange,
    grid: scroll,
    history,
    onReveal: (index) => virtual.scrollToIndex(index),
  })
  return (
    <>
      <ErrorNote error={editing.error} />
      {editing.question}
      <div ref={scroll} className={classes.scroll} {...editing.handlers}>
        <div
          role="grid"
          aria-label={plural(total, { one: `# row of ${fileName}`, other: `# rows of ${fileName}` })}
          aria-rowcount={total + 1}
          aria-colcount={columns.length + 2}
          aria-readonly={!canChange}
          className={classes.grid}
          style={gridColumns(columns, choices)}
        >
          <GridHead columns={columns} choices={choices} canChange={canChange} />
          <GridRows {...{ virtual, rows, columns, upload, canChange, editing }} />
        </div>
      </div>
    </>
  )
}

/** Scrolls to the column of the issue shown. */
function useColumnInView(scroll: RefObject<HTMLElement | null>, start: number): void {
  useEffect(() => {
    if (start > 0)
      scroll.current?.querySelector(`[role="columnheader"][aria-colindex="${start + 2}"]`)?.scrollIntoView(nearest)
  }, [scroll, start])
}

/** Custom properties, because the header and every row share the columns of the grid. */
function gridColumns(
  columns: readonly UploadColumn[],
  choices: ColumnChoices,
): CSSProperties & Record<`--${string}`, string> {
  // On a phone, a column fits beside the row numbers.
  const widths = columns.map(
    (column) => `min(${columnWidth(column, mappingLabel(choices.choiceOf(column).mapping))}px, 100cqi - 96px)`,
  )
  return {
    '--columns': `88px ${widths.map((width) => `minmax(${width}, 1fr)`).join(' ')}`,
    '--width': `calc(88px + ${widths.join(' + ')})`,
  }
}

interface GridRowsProps extends Pick<RowsGridProps, 'upload' | 'rows' | 'columns' | 'canChange'> {
  readonly virtual: ReturnType<typeof useVirtualRows>
  readonly editing: GridEditing
}

/** The rows in view. One of their cells is the tab stop: the active one, or the first. */
function GridRows({ virtual, rows, editing, ...shared }: GridRowsProps): ReactNode {
  const { place } = editing
  const items = virtual.getVirtualItems()
  const tabStop = items.some(({ index }) => index === place.index) ? place.index : items[0]?.index
  return (
    <div role="rowgroup" className={classes.body} style={{ height: virtual.getTotalSize() }}>
      {items.map(({ key, start, index }) => {
        const row = rows[index]
        if (row === undefined) return null
        const activeColumn = index === place.index ? place.column : null
        return (
          <RowLine
            key={key}
            measure={virtual.measureElement}
            start={start}
            index={index}
            row={row}
            activeColumn={activeColumn}
            tabColumn={index === tabStop ? (activeColumn ?? 0) : null}
            editing={editing}
            {...shared}
          />
        )
      })}
    </div>
  )
}

function GridHead({
  columns,
  choices,
  canChange,
}: Pick<RowsGridProps, 'columns' | 'choices' | 'canChange'>): ReactNode {
  return (
    <div role="rowgroup" className={classes.head}>
      <div role="row" aria-rowindex={1} className={classes.line}>
        <div role="columnheader" aria-colindex={1} className={classes.corner}>
          <Trans>Row</Trans>
        </div>
        {columns.map((column, at) => (
          <div key={column.index} role="columnheader" aria-colindex={at + 2} className={classes.columnHeader}>
            <ColumnHead column={column} choices={choices} canChange={canChange} />
          </div>
        ))}
        <div
          role="columnheader"
          aria-colindex={columns.length + 2}
          aria-label={t`Issues`}
          className={classes.issuesHeader}
        />
      </div>
    </div>
  )
}
