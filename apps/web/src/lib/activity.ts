/** A request this long after the last input of the member is not theirs: the page keeps itself current. */
const inputCountsMs = 5000

let inputAt = performance.now()
const listeners = new Set<() => void>()

for (const kind of ['pointerdown', 'keydown', 'wheel', 'input'] as const)
  window.addEventListener(
    kind,
    () => {
      inputAt = performance.now()
      for (const listener of listeners) listener()
    },
    { capture: true, passive: true },
  )

/** Whether the member used the page just now. */
export const isActive = (): boolean => performance.now() - inputAt < inputCountsMs

/** Listens to any input of the member. Returns the way to stop. */
export function onActivity(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
