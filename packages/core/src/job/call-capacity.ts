import type { Change } from '../change/change.ts'

/** How many users a call may carry, and how many calls Kore.ai allows. */
export interface CallCapacity {
  readonly users: Readonly<Record<Change['kind'] | 'read', number>>
  readonly perMinute: number
  readonly perHour: number
}

export interface CapacityPace {
  readonly usersPerHour: number
  /** Seconds that the allowed calls take for these users. */
  secondsFor(users: number): number
}

/** How fast the allowed calls are: each user is changed once, and except in an erasure read before and after. */
export function capacityPace(
  { users, perMinute, perHour }: CallCapacity,
  kinds: Readonly<Record<Change['kind'], number>>,
): CapacityPace {
  const reads = 2 / users.read
  const calls =
    kinds.update * (reads + 1 / users.update) + kinds.remove * (reads + 1 / users.remove) + kinds.erase / users.erase
  const usersPerCall = (kinds.update + kinds.remove + kinds.erase) / calls
  return {
    usersPerHour: Math.round(usersPerCall * perHour),
    secondsFor: (left) => {
      const needed = left / usersPerCall
      // Within the hour's calls only the minute's limit counts.
      return needed <= perHour ? (needed / perMinute) * 60 : (needed / perHour) * 3600
    },
  }
}
