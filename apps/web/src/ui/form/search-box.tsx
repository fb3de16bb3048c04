import { t } from '@lingui/core/macro'
import { CloseButton, TextInput } from '@mantine/core'
import { Search } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import classes from './search-box.module.css'

interface SearchBoxProps {
  readonly label: string
  readonly value: string
  /** Called shortly after the typing stops. An empty value clears the filter. */
  readonly onSearch: (value: string) => void
}

const pauseMs = 250

/** A filter box that waits for a pause in typing. */
export function SearchBox({ label, value, onSearch }: SearchBoxProps): ReactNode {
  const [typed, setTyped] = useState(value)
  const [known, setKnown] = useState(value)
  // A change from outside, as by the back button, replaces the typed text.
  if (value !== known) {
    setKnown(value)
    setTyped(value)
  }
  useEffect(() => {
    if (typed === value) return undefined
    const timer = setTimeout(() => onSearch(typed), pauseMs)
    return () => clearTimeout(timer)
  }, [typed, value, onSearch])
  return (
    <TextInput
      aria-label={label}
      placeholder={label}
      className={classes.box ?? ''}
      leftSection={<Search size={14} aria-hidden="true" />}
      rightSection={typed === '' ? null : <CloseButton size="sm" aria-label={t`Clear`} onClick={() => setTyped('')} />}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  )
}
