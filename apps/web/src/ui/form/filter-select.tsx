import type { ReactNode } from 'react'
import { ChooseOne } from './choose-one.tsx'
import { LookupOption } from './lookup-option.tsx'

interface FilterSelectProps<T extends string> {
  /** What is filtered; also what the empty control says. */
  readonly label: string
  readonly value: T | undefined
  readonly options: readonly { readonly value: T; readonly label: string }[]
  /** Why there is nothing to choose from, in a sentence. */
  readonly reason?: string | null
  /** Shows each value beside its name. */
  readonly withIds?: boolean
  readonly onChange: (value: T | undefined) => void
}

/** A compact filter with a search of its own. A value nobody knows the name of is shown as it is. */
export function FilterSelect<T extends string>({
  label,
  value,
  options,
  reason = null,
  withIds = false,
  onChange,
}: FilterSelectProps<T>): ReactNode {
  const isKnown = value === undefined || options.some((option) => option.value === value)
  const data = isKnown ? options : [{ value, label: value }, ...options]
  return (
    <ChooseOne
      what={label.toLowerCase()}
      aria-label={label}
      placeholder={label}
      clearable
      clearButtonProps={{ 'aria-label': `Any ${label.toLowerCase()}` }}
      nothingFoundMessage={reason ?? 'Nothing found'}
      comboboxProps={{ width: 280, position: 'bottom-start' }}
      limit={100}
      {...(withIds ? { renderOption: LookupOption } : {})}
      options={data}
      value={value ?? null}
      onChange={(next) => onChange(data.find((option) => option.value === next)?.value)}
    />
  )
}
