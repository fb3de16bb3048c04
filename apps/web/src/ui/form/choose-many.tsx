import { MultiSelect, type MultiSelectProps } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTypedText } from './use-typed-text.ts'

interface Option {
  readonly value: string
  readonly label: string
}

type Kept = 'value' | 'onChange' | 'data' | 'onClear' | 'onOptionSubmit' | 'searchable'

interface ChooseManyProps extends Omit<MultiSelectProps, Kept> {
  /** What an option is, for sentences: "group". */
  readonly what: string
  readonly options: readonly Option[]
  readonly value: readonly string[]
  readonly onChange: (value: string[]) => void
}

/** A field for several of many, with a search. Text that is not chosen stays visible and holds back the form. */
export function ChooseMany({ what, options, value, onChange, error, ...rest }: ChooseManyProps): ReactNode {
  const typed = useTypedText({
    options,
    what,
    resting: '',
    // Typing what is chosen already keeps it.
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
