import type { UserEntry } from '@muster/contracts/users'
import type { KeyboardEvent } from 'react'

interface RowKeys {
  readonly users: readonly UserEntry[]
  readonly onToggle: (user: UserEntry, isRange: boolean) => void
  readonly onClear: () => void
}

function linkAt(table: HTMLElement, index: number): HTMLElement | null {
  // untranslated: CSS
  return table.querySelectorAll<HTMLElement>('tbody a[data-row-link]')[index] ?? null
}

/** Keys of the table: arrows move between rows, Space selects, Shift selects a range, Escape clears, Enter opens. */
export function useRowKeys({ users, onToggle, onClear }: RowKeys): (event: KeyboardEvent<HTMLElement>) => void {
  return (event) => {
    if (!(event.target instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Escape') return onClear()
    // untranslated: CSS
    const row = event.target.closest('tbody tr')
    if (row === null) return undefined
    const index = [...(row.parentElement?.children ?? [])].indexOf(row)
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      linkAt(event.currentTarget, index + step)?.focus()
      const next = users[index + step]
      if (event.shiftKey && next !== undefined) onToggle(next, true)
      return undefined
    }
    const user = users[index]
    // A checkbox handles Space itself.
    if (event.key !== ' ' || user === undefined || event.target instanceof HTMLInputElement) return undefined
    event.preventDefault()
    return onToggle(user, event.shiftKey)
  }
}
