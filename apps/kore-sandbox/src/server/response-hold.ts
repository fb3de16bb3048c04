/** Withholds responses until released, so a test decides how far a client gets, not a clock. */
export interface ResponseHold {
  /** Resolves at once, or with the next permit while responses are withheld. */
  readonly pass: () => Promise<void>
  /** From now on, a response needs a permit. */
  readonly hold: () => void
  /** Issues `count` permits, to waiting and later responses; without a count, ends the hold. */
  readonly release: (count?: number) => void
  /** Number of waiting responses. */
  readonly waiting: () => number
}

export function createResponseHold(): ResponseHold {
  const waiting: (() => void)[] = []
  let isHeld = false
  let permits = 0
  return {
    pass: () => {
      if (!isHeld) return Promise.resolve()
      if (permits === 0) return new Promise((resolve) => waiting.push(resolve))
      permits -= 1
      return Promise.resolve()
    },
    hold: () => {
      isHeld = true
    },
    release: (count) => {
      const released = waiting.splice(0, count ?? waiting.length)
      for (const resolve of released) resolve()
      isHeld = count !== undefined
      permits = count === undefined ? 0 : permits + count - released.length
    },
    waiting: () => waiting.length,
  }
}
