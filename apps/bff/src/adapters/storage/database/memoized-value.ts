/** A costly value, computed at most a twentieth of the time. */
export interface MemoizedValue<T> {
  read(): Promise<T>
}

/** Values cheaper than this are always recomputed: small stores are exact. */
const cheapMs = 25
/** A value is kept for this multiple of its computation time. */
const keepFactor = 20

/** Memoizes a slow computation; concurrent callers share one. */
export function memoizeValue<T>(compute: () => Promise<T>): MemoizedValue<T> {
  let running: Promise<T> | null = null
  let kept: { value: T; until: number } | null = null

  async function run(): Promise<T> {
    const from = performance.now()
    try {
      const value = await compute()
      const took = performance.now() - from
      kept = took < cheapMs ? null : { value, until: from + took * keepFactor }
      return value
    } finally {
      running = null
    }
  }

  return {
    read: () => {
      if (kept !== null && performance.now() < kept.until) return Promise.resolve(kept.value)
      running ??= run()
      return running
    },
  }
}
