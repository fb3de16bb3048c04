import { useSyncExternalStore } from 'react'

/** Resolves after the member's next sign-in; null while the session lasts, as this page knows it. */
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

/** Waits for the member's next sign-in. Resolves immediately while the session lasts. */
export async function untilRenewed(): Promise<void> {
  // A page that is being replaced sends nothing more: its calls belong to another member.
  if (isReplacing) await new Promise(() => {})
  await renewal?.promise
}

/** Resumes the waiting calls after the same member has signed in again. */
export function renewSession(): void {
  const renewed = renewal
  setRenewal(null)
  renewed?.resolve()
}

/** Loads a new page because another member has signed in. Discards all input and data without asking. */
export function replacePage(): void {
  isReplacing = true
  window.location.replace('/')
}

/** Whether the page is being replaced, which nothing may block. */
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

// Captures Escape before all other listeners, because it must not close a form under the sign-in dialog.
window.addEventListener(
  'keydown',
  (event) => {
    if (event.key !== 'Escape' || renewal === null) return
    event.preventDefault()
    event.stopImmediatePropagation()
  },
  true,
)
