import { createWatchedValue } from './watched-value.ts'

/** Resolves after the member's next sign-in; null while the session lasts, as this page knows it. */
const renewal = createWatchedValue<PromiseWithResolvers<void> | null>(null)
let isReplacing = false

/** Records that the session ended while the page is open: calls wait for the member's next sign-in. */
export function loseSession(): void {
  if (renewal.get() === null) renewal.set(Promise.withResolvers<void>())
}

/** Waits for the member's next sign-in. Resolves immediately while the session lasts. */
export async function untilRenewed(): Promise<void> {
  // A page that is being replaced sends nothing more: its calls belong to another member.
  if (isReplacing) await new Promise(() => {})
  await renewal.get()?.promise
}

/** Resumes the waiting calls after the same member has signed in again. */
export function renewSession(): void {
  const renewed = renewal.get()
  renewal.set(null)
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
  return renewal.useValue() !== null
}

// Captures Escape before all other listeners, because it must not close a form under the sign-in dialog.
window.addEventListener(
  'keydown',
  (event) => {
    if (event.key !== 'Escape' || renewal.get() === null) return
    event.preventDefault()
    event.stopImmediatePropagation()
  },
  true,
)
