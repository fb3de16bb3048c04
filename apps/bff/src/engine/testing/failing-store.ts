import type { Clock } from '../../clock.ts'
import type { JobRunStore } from '../ports.ts'
import type { Seeded } from './seeded.ts'

/** PostgreSQL's error while it restarts. */
const away = () => Object.assign(new Error('the database system is shutting down'), { code: '57P03' })

/**
 * A store that is sometimes unavailable, for moments or for longer than a lease: a call fails before it takes effect,
 * or takes effect and loses its response.
 */
export function createFailingStore(
  store: JobRunStore,
  { clock, chance }: { clock: Pick<Clock, 'monotonic'>; chance: Seeded },
): JobRunStore {
  if (!chance.chance(0.3)) return store
  const from = chance.below(20_000)
  const until = from + (chance.chance(0.5) ? chance.below(2000) : chance.below(15_000))
  const isAway = () => clock.monotonic() >= from && clock.monotonic() < until
  return new Proxy(store, {
    get: (target, name, receiver) => {
      const member: unknown = Reflect.get(target, name, receiver)
      if (typeof member !== 'function') return member
      return async (...args: unknown[]): Promise<unknown> => {
        if (isAway()) throw away()
        const result: unknown = await Reflect.apply(member, target, args)
        if (isAway() || chance.chance(0.005)) throw away()
        return result
      }
    },
  })
}
