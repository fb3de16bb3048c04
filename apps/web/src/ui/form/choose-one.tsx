import { type ComboboxItemGroup, Select, type SelectProps } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTypedText } from './use-typed-text.ts'

interface Option {
  readonly value: string
  readonly label: string
}

type Kept =
  | 'value'
  | 'onChange'
  | 'data'
  | 'onClear'
  | 'onOptionSubmit'
  | 'allowDeselect'
  | 'searchable'
  | 'dropdownOpened'
  | 'onDropdownOpen'
  | 'onDropdownClose'

interface ChooseOneProps extends Omit<SelectProps, Kept> {
  readonly options: readonly Option[]
  /** The same options under headings. */
  readonly groups?: readonly ComboboxItemGroup<Option>[]
  readonly value: string | null
  readonly onChange: (value: string | null) => void
}

/** A field to choose one option, with a search. Text that is no option stays visible and blocks the form. */
export function ChooseOne({ options, groups, value, onChange, error, ...rest }: ChooseOneProps): ReactNode {
  const resting = options.find((option) => option.value === value)?.label ?? ''
  const [isOpen, setOpen] = useState(false)
  const typed = useTypedText({
    options,
    resting,
    onTake: (next) => {
      // The open options would cover what is below the field.
      setOpen(false)
      if (next !== value) onChange(next)
    },
    onErased: rest.clearable === true && value !== null ? () => onChange(null) : undefined,
  })
  return (
    <Select
      {...rest}
      {...typed.field}
      allowDeselect={false}
      data={groups === undefined ? [...options] : [...groups]}
      value={value}
      dropdownOpened={isOpen}
      onDropdownOpen={() => setOpen(true)}
      onDropdownClose={() => setOpen(false)}
      error={typed.error ?? error}
      onOptionSubmit={typed.clear}
      onClear={typed.clear}
      onChange={onChange}
    />
  )
}
