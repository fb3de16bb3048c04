import { useSyncExternalStore } from 'react'

/** Settles when the member has signed in again; null while the session lasts, as far as this page knows. */
let renewal: PromiseWithResolvers<void> | null = null
const watchers = new Set<() => void>()
let isReplacing = false

function setRenewal(next: PromiseWithResolvers<void> | null): void {
  renewal = next
  for (const watch of watchers) watch()
}

/** Records that the session ended while the page is open: calls wait for the member's next sign-in. */
export function loseSession(): void {
  if (renewal === null) setRenewal(Promise.withResolvers<void>())
}

/** Waits until the member has signed in again; at once while the session lasts. */
export async function untilRenewed(): Promise<void> {
  // A page that is being replaced sends nothing more: its calls belong to another member.
  if (isReplacing) await new Promise(() => {})
  await renewal?.promise
}

/** The same member has signed in again: the calls that wait go on. */
export function renewSession(): void {
  const renewed = renewal
  setRenewal(null)
  renewed?.resolve()
}

/** Loads a fresh page, because another member has signed in. Nothing typed or read here stays, and no question is asked. */
export function replacePage(): void {
  isReplacing = true
  window.location.replace('/')
}

/** Whether the page is being replaced: then nothing may hold it back. */
export const isPageReplaced = (): boolean => isReplacing

export function useSessionLost(): boolean {
  return useSyncExternalStore(
    (watch) => {
      watchers.add(watch)
      return () => watchers.delete(watch)
    },
    () => renewal !== null,
  )
}

// First of all listeners: the page under the sign-in dialog must not take Escape for itself and close a form.
window.addEventListener(
  'keydown',
  (event) => {
    if (event.key !== 'Escape' || renewal === null) return
    event.preventDefault()
    event.stopImmediatePropagation()
  },
  true,
)
