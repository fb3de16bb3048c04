import type { UploadColumn, UploadEntry } from '@muster/contracts/uploads'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { correctUploadMutation } from '../queries.ts'

/** The choice for one column. */
export type ColumnChoice = Pick<UploadColumn, 'index' | 'mapping' | 'blank'>

export interface ColumnChoices {
  /** The choice of a column: the one being checked, or the checked one. */
  readonly choiceOf: (column: UploadColumn) => ColumnChoice
  /** Makes a choice, by which the server checks the rows at once. */
  readonly choose: (choice: ColumnChoice) => void
  readonly isChecking: boolean
  readonly error: unknown
}

/** The choices for the columns of a file. Each is checked as it is made, so none can be lost. */
export function useColumnChoices(upload: UploadEntry): ColumnChoices {
  const correct = useMutation(correctUploadMutation(upload.id, useQueryClient()))
  const sent = correct.isPending ? correct.variables.columns : undefined
  return {
    choiceOf: ({ index, mapping, blank }) => {
      const { mapping: chosen = mapping, blank: rule = blank } = sent?.find((choice) => choice.index === index) ?? {}
      return { index, mapping: chosen, blank: rule }
    },
    choose: (choice) => correct.mutate({ columns: [choice] }),
    isChecking: correct.isPending,
    error: correct.error,
  }
}
