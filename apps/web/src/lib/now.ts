import { useSyncExternalStore } from 'react'

const watchers = new Set<() => void>()
let now = Date.now()
let timer: ReturnType<typeof setInterval> | undefined

/** Something new came from the server: what just happened must not lie in the future. */
export function catchUp(): void {
  now = Date.now()
  for (const tell of watchers) tell()
}

/** The reader's clock, ticking every 15 s for all who watch; relative times stay true without a timer each. */
export function useNow(): number {
  return useSyncExternalStore(
    (watch) => {
      watchers.add(watch)
      timer ??= setInterval(() => {
        now = Date.now()
        for (const tell of watchers) tell()
      }, 15_000)
      return () => {
        watchers.delete(watch)
        if (watchers.size > 0) return
        clearInterval(timer)
        timer = undefined
      }
    },
    () => now,
  )
}
