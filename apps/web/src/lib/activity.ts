/** A request later than this after the last input is a background request of the page, not the member's. */
const inputCountsMs = 5000

let inputAt = performance.now()
const listeners = new Set<() => void>()

for (const kind of ['pointerdown', 'keydown', 'click', 'wheel', 'input', 'drop'] as const)
  window.addEventListener(
    kind,
    () => {
      inputAt = performance.now()
      for (const listener of listeners) listener()
    },
    { capture: true, passive: true },
  )

/** Whether the member is using the page. */
export const isActive = (): boolean => performance.now() - inputAt < inputCountsMs

/** Listens to any input of the member. Returns a function that stops listening. */
export function onActivity(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
