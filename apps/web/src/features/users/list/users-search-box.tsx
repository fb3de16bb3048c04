import { t } from '@lingui/core/macro'
import { CloseButton, TextInput } from '@mantine/core'
import { Search } from 'lucide-react'
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react'
import { KeyboardHint } from '../../../ui/form/keyboard-hint.tsx'
import classes from './users-search-box.module.css'

interface UsersSearchBoxProps {
  readonly value: string
  readonly onChange: (value: string) => void
}

/** The least time between two searches while someone types. The first key searches at once. */
const leastGapMs = 50

function isTyping(target: EventTarget | null): boolean {
  // untranslated: CSS
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null
}

/** The text of the box. Reports it as the member types. */
function useTypedSearch({ value, onChange }: UsersSearchBoxProps) {
  const [typed, setTyped] = useState(value)
  const report = useRef(onChange)
  useEffect(() => {
    report.current = onChange
  })
  // The reported text returns as `value`. Only a different `value`, changed elsewhere, replaces the typed text.
  const reported = useRef(value)
  useEffect(() => {
    if (value === reported.current) return
    reported.current = value
    setTyped(value)
  }, [value])
  const reportedAt = useRef(Number.NEGATIVE_INFINITY)
  useEffect(() => {
    if (typed.trim() === reported.current) return undefined
    const search = (): void => {
      reportedAt.current = performance.now()
      reported.current = typed.trim()
      report.current(reported.current)
    }
    const wait = reportedAt.current + leastGapMs - performance.now()
    if (wait <= 0) return search()
    const timer = setTimeout(search, wait)
    return () => clearTimeout(timer)
  }, [typed])
  return [typed, setTyped] as const
}

/** `/` focuses the box from anywhere. */
function useSlashFocus(box: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      event.preventDefault()
      box.current?.focus()
      box.current?.select()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [box])
}

/** The search box. `/` focuses it from anywhere, the down arrow moves to the rows, Escape clears it. */
export function UsersSearchBox(props: UsersSearchBoxProps): ReactNode {
  const [typed, setTyped] = useTypedSearch(props)
  const box = useRef<HTMLInputElement>(null)
  useSlashFocus(box)
  return (
    <TextInput
      ref={box}
      className={classes.box}
      type="search"
      aria-label={t`Search users`}
      aria-keyshortcuts="/"
      placeholder={t`Name, email, organization ID or user ID`}
      autoComplete="off"
      spellCheck={false}
      leftSection={<Search size={16} aria-hidden="true" />}
      rightSection={
        typed === '' ? (
          <KeyboardHint keys="/" />
        ) : (
          <CloseButton size="sm" aria-label={t`Clear search`} onClick={() => setTyped('')} />
        )
      }
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setTyped('')
        if (event.key !== 'ArrowDown') return
        event.preventDefault()
        // untranslated: CSS
        document.querySelector<HTMLElement>('tbody a[data-row-link]')?.focus()
      }}
    />
  )
}
