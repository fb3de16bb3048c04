import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { ApiError } from '../../../lib/api-error.ts'
import { formatNumber } from '../../../lib/format.ts'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import { Notice } from '../../../ui/page/notice.tsx'
import { LevelIcon } from '../issues/level-icon.tsx'
import classes from './rows-grid.module.css'
import type { UndoHistory } from './undo-history.ts'
import { type UnsavedSave, useUnsavedGuard } from './unsaved-cells.ts'
import type { GridEditing } from './use-grid-editing.ts'
import { useCellSaves } from './use-row-changes.ts'

const reasonOf = (error: unknown): string =>
  error instanceof ApiError ? error.problem.detail : t`This page has a defect. Reload it, then try again.`

interface UnsavedNoteProps {
  readonly uploadId: string
  readonly history: UndoHistory
  readonly onShow: (row: number) => void
}

/** The cells whose save was refused, wherever they are in the file, and the question before they are lost. */
export function UnsavedNote({ uploadId, history, onShow }: UnsavedNoteProps): ReactNode {
  const question = useUnsavedGuard(history.unsaved)
  const save = useCellSaves(uploadId, history)
  const { refused, discard } = history.unsaved
  const cells = refused.flatMap((one) => one.cells)
  const [first] = cells
  const row = formatNumber(first?.row ?? 0)
  return (
    <>
      {question}
      {first === undefined ? null : (
        <div role="alert">
          <Notice
            kind="danger"
            actions={
              <>
                <Button size="compact-sm" variant="default" onClick={() => onShow(first.row)}>
                  {t`Show row ${row}`}
                </Button>
                <RetryButtons onRetry={() => refused.forEach(save)} onDiscard={() => discard(cells)} />
              </>
            }
          >
            {plural(cells.length, {
              one: '# cell is not saved. Its text is kept in the cell.',
              other: '# cells are not saved. Their text is kept in the cells.',
            })}
          </Notice>
        </div>
      )}
    </>
  )
}

interface UnsavedRowNoteProps {
  readonly save: UnsavedSave
  readonly reachable: boolean
  readonly editing: GridEditing
}

/** Why a save with cells of a row was refused, below the row. */
export function UnsavedRowNote({ save, reachable, editing }: UnsavedRowNoteProps): ReactNode {
  const reason = reasonOf(save.error)
  return (
    <li className={classes.issue} data-level="error">
      <LevelIcon level="error" />
      <span className={classes.message}>
        <Sentence text={t`Not saved. ${{ reason }}`} />
      </span>
      <RetryButtons
        tabIndex={reachable ? 0 : -1}
        onRetry={() => editing.retry(save)}
        onDiscard={() => editing.discard(save)}
      />
    </li>
  )
}

interface RetryButtonsProps {
  readonly tabIndex?: number
  readonly onRetry: () => void
  readonly onDiscard: () => void
}

function RetryButtons({ tabIndex = 0, onRetry, onDiscard }: RetryButtonsProps): ReactNode {
  return (
    <>
      <Button size="compact-sm" variant="default" tabIndex={tabIndex} onClick={onRetry}>
        <Trans>Try again</Trans>
      </Button>
      <Button size="compact-sm" variant="subtle" tabIndex={tabIndex} onClick={onDiscard}>
        <Trans>Discard</Trans>
      </Button>
    </>
  )
}
