/** Scheduled work, which a reset or stop cancels. */
export function createPending() {
  const timers = new Set<NodeJS.Timeout>()
  return {
    add: (ms: number, work: () => void): void => {
      const timer = setTimeout(() => {
        timers.delete(timer)
        work()
      }, ms)
      timers.add(timer)
    },
    cancel: (): void => {
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
    },
  }
}
