import type { UploadColumn, UploadEntry } from '@muster/contracts/uploads'
import { columnsInDoubt } from '@muster/core/upload/upload-columns'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { correctUploadMutation } from '../queries.ts'

/** The choice for one column. */
export type ColumnChoice = Pick<UploadColumn, 'index' | 'mapping' | 'blank'>

/** Column choices that are not checked yet. The columns panel and the plan bar share them, which keeps each until it is checked. */
export interface ColumnChoices {
  /** Choices that differ from the checked ones, and confirmations that a column is not used. */
  readonly pending: readonly ColumnChoice[]
  readonly choiceOf: (column: UploadColumn) => ColumnChoice
  readonly choose: (choice: ColumnChoice) => void
  /** Confirms that these columns are not used. */
  readonly ignore: (columns: readonly UploadColumn[]) => void
  readonly reset: () => void
  readonly check: () => void
  readonly isChecking: boolean
  readonly error: unknown
}

export function useColumnChoices(upload: UploadEntry): ColumnChoices {
  const shape = JSON.stringify(upload.columns)
  const [made, setMade] = useState<{ shape: string; byIndex: ReadonlyMap<number, ColumnChoice> }>({
    shape,
    byIndex: new Map(),
  })
  // Choices belong to the columns they were made for. A check changes the columns, so old choices no longer apply.
  const byIndex = made.shape === shape ? made.byIndex : new Map<number, ColumnChoice>()
  const correct = useMutation(correctUploadMutation(upload.id, useQueryClient()))
  const doubtful = new Set(columnsInDoubt(upload.columns).map(({ index }) => index))
  const withChoices = (choices: readonly ColumnChoice[]) => {
    const next = new Map(byIndex)
    for (const choice of choices) {
      const column = upload.columns[choice.index]
      const isSame = column?.mapping === choice.mapping && column.blank === choice.blank
      if (isSame && !doubtful.has(choice.index)) next.delete(choice.index)
      else next.set(choice.index, choice)
    }
    setMade({ shape, byIndex: next })
  }
  const pending = [...byIndex.values()]
  return {
    pending,
    choiceOf: ({ index, mapping, blank }) => byIndex.get(index) ?? { index, mapping, blank },
    choose: (choice) => withChoices([choice]),
    ignore: (columns) => withChoices(columns.map(({ index, blank }) => ({ index, blank, mapping: 'ignore' }))),
    reset: () => setMade({ shape, byIndex: new Map() }),
    check: () => correct.mutate({ columns: pending }),
    isChecking: correct.isPending,
    error: correct.error,
  }
}
