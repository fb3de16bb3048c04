import { MultiSelect, type MultiSelectProps } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTypedText } from './use-typed-text.ts'

interface Option {
  readonly value: string
  readonly label: string
}

type Kept = 'value' | 'onChange' | 'data' | 'onClear' | 'onOptionSubmit' | 'searchable'

interface ChooseManyProps extends Omit<MultiSelectProps, Kept> {
  readonly options: readonly Option[]
  readonly value: readonly string[]
  readonly onChange: (value: string[]) => void
}

/** A field to choose several options, with a search. Text that is no option stays visible and blocks the form. */
export function ChooseMany({ options, value, onChange, error, ...rest }: ChooseManyProps): ReactNode {
  const typed = useTypedText({
    options,
    resting: '',
    // Typing a chosen option keeps it chosen.
    onTake: (next) => {
      if (!value.includes(next)) onChange([...value, next])
    },
  })
  return (
    <MultiSelect
      {...rest}
      {...typed.field}
      data={[...options]}
      value={[...value]}
      error={typed.error ?? error}
      onOptionSubmit={typed.clear}
      onClear={typed.clear}
      onChange={onChange}
    />
  )
}
