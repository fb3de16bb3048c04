import { t } from '@lingui/core/macro'
import type { ReactNode } from 'react'
import { ChooseOne } from './choose-one.tsx'
import { LookupOption } from './lookup-option.tsx'

interface FilterSelectProps<T extends string> {
  /** Label, and placeholder of the empty control. */
  readonly label: string
  readonly value: T | undefined
  readonly options: readonly { readonly value: T; readonly label: string }[]
  /** Why there are no options, in a sentence. */
  readonly reason?: string | null
  /** Shows each value beside its name. */
  readonly withIds?: boolean
  readonly onChange: (value: T | undefined) => void
}

/** A compact filter with a search. A value without a name is shown as its own label. */
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
      aria-label={label}
      placeholder={label}
      clearable
      clearButtonProps={{ 'aria-label': t`Clear filter: ${label}` }}
      nothingFoundMessage={reason ?? t`No match`}
      comboboxProps={{ width: 280, position: 'bottom-start' }}
      limit={100}
      {...(withIds ? { renderOption: LookupOption } : {})}
      options={data}
      value={value ?? null}
      onChange={(next) => onChange(data.find((option) => option.value === next)?.value)}
    />
  )
}
