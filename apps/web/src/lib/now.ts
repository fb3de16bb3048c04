import { useSyncExternalStore } from 'react'

const watchers = new Set<() => void>()
let now = Date.now()
let timer: ReturnType<typeof setInterval> | undefined

/** Updates the clock when data arrives, because its times must not be in the future. */
export function catchUp(): void {
  now = Date.now()
  for (const notify of watchers) notify()
}

/** The user's clock, with one timer of 15 s for all relative times on the page. */
export function useNow(): number {
  return useSyncExternalStore(
    (watch) => {
      watchers.add(watch)
      timer ??= setInterval(() => {
        now = Date.now()
        for (const notify of watchers) notify()
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
