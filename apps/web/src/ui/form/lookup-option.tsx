import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import classes from './lookup-option.module.css'

interface LookupOptionProps {
  readonly option: { readonly value: string; readonly label: string }
  readonly checked?: boolean | undefined
}

/** A group, role or bot in a list, by name and ID. For Mantine's `renderOption`. */
export function LookupOption({ option, checked = false }: LookupOptionProps): ReactNode {
  return (
    <span className={classes.option}>
      <bdi className={classes.name}>{option.label}</bdi>
      {option.label === option.value ? null : <bdi className={classes.id}>{option.value}</bdi>}
      {checked ? <Check size={14} aria-hidden="true" /> : null}
    </span>
  )
}
