import type { Clock } from '../../clock.ts'

/** A process that can be killed and frozen: its calls then never return to it, or return late. */
export interface Mortal {
  readonly clock: Clock
  /** The same port as the process sees it: each call takes time in both directions. */
  around<T extends object>(port: T): T
  kill(): void
  freeze(ms: number): void
}

export function createMortal(world: Clock, given: { skewMs: number; delayMs: () => number }): Mortal {
  const life = { over: false, frozenUntil: 0 }
  const gate = async (): Promise<void> => {
    while (!life.over && world.monotonic() < life.frozenUntil) {
      await world.sleep(life.frozenUntil - world.monotonic())
    }
    if (life.over) await new Promise(() => {})
  }
  const way = async () => {
    await world.sleep(given.delayMs())
    await gate()
  }
  const called = async (method: (...args: unknown[]) => unknown, args: unknown[]) => {
    await way()
    try {
      return await method(...args)
    } finally {
      // A dead process receives neither an response nor an error.
      await way()
    }
  }
  return {
    clock: {
      now: () => world.now() + given.skewMs,
      monotonic: () => world.monotonic(),
      sleep: async (ms, signal) => {
        try {
          await world.sleep(ms, signal)
        } finally {
          await gate()
        }
      },
    },
    around: (port) =>
      new Proxy(port, {
        get: (target, name, receiver) => {
          const member: unknown = Reflect.get(target, name, receiver)
          if (typeof member !== 'function') return member
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every function of the ports is asynchronous
          const method = member as (...args: unknown[]) => unknown
          return (...args: unknown[]) => called(method.bind(target), args)
        },
      }),
    kill: () => {
      life.over = true
    },
    freeze: (ms) => {
      life.frozenUntil = Math.max(life.frozenUntil, world.monotonic() + ms)
    },
  }
}
