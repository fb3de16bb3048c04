import type { PlanSummary } from '../plan/plan.ts'
import { type GuardLimits, mostPercent } from './limits.ts'

/** How many users something touches. */
export interface Volume {
  readonly updates: number
  readonly removals: number
  /** People whose data is erased. They are not users of the account. */
  readonly erasures: number
}

/** What the account is, and what was removed and erased within 24 hours, jobs that still run included. */
export interface AccountFacts {
  /** Users in the account in the last 24 hours, the removed ones included. 0 when the directory is empty. */
  readonly users: number
  readonly removedToday: number
  readonly erasedToday: number
}

/** How much of the account a plan touches, the removals and erasures of the last 24 hours included. */
export interface Reach {
  /** Users and people, with those of the last 24 hours where the plan removes or erases. */
  readonly touched: number
  /** Percent of the account, with one decimal; null when the account's size is unknown. */
  readonly percent: number | null
  /** Whether removals or erasures of the last 24 hours are part of it. */
  readonly withToday: boolean
}

/** Only what will be sent counts. */
export function volumeOf(summary: Pick<PlanSummary, 'effects' | 'dispositions'>): Volume {
  const removed = (key: string): number => summary.effects.find((effect) => effect.key === key)?.removed ?? 0
  const removals = removed('account')
  const erasures = removed('data')
  return { removals, erasures, updates: summary.dispositions.change - removals - erasures }
}

export const isDestructive = (volume: Volume): boolean => volume.removals + volume.erasures > 0

export function reachOf(volume: Volume, facts: AccountFacts): Reach {
  const today = isDestructive(volume) ? facts.removedToday + facts.erasedToday : 0
  const members = volume.updates + volume.removals + (isDestructive(volume) ? facts.removedToday : 0)
  return {
    touched: volume.updates + volume.removals + volume.erasures + today,
    percent: facts.users === 0 ? null : Math.min(100, Math.round((members / facts.users) * 1000) / 10),
    withToday: today > 0,
  }
}

/** Verdict of the volume policies. `confirm_share`: the typed confirmation includes the share. */
export type VolumeVerdict = 'ok' | 'confirm_share' | 'refused'

interface VolumePolicy {
  readonly verdict: Exclude<VolumeVerdict, 'ok'>
  /** Whether the policy applies. Uses exact counts, never the rounded percent. */
  readonly applies: (volume: Volume, facts: AccountFacts, limits: GuardLimits) => boolean
}

const exceeds = (count: number, percent: number, users: number): boolean => count * 100 > users * percent

/** The policies over how much is changed, the strictest first. */
const volumePolicies: readonly VolumePolicy[] = [
  {
    verdict: 'refused',
    applies: ({ removals }, { users, removedToday }, { allowMost }) =>
      !allowMost && removals > 0 && users > 0 && exceeds(removals + removedToday, mostPercent, users),
  },
  {
    verdict: 'confirm_share',
    applies: (volume, facts, { confirmUsers }) => reachOf(volume, facts).touched > confirmUsers,
  },
  {
    verdict: 'confirm_share',
    applies: ({ updates, removals, erasures }, { users, removedToday }, { confirmPercent, percentFromUsers }) => {
      const members = updates + removals + (removals + erasures > 0 ? removedToday : 0)
      return updates + removals > 0 && users >= percentFromUsers && exceeds(members, confirmPercent, users)
    },
  },
]

/** The strictest verdict about what a plan, or one more call, would change. */
export function judgeVolume(volume: Volume, facts: AccountFacts, limits: GuardLimits): VolumeVerdict {
  return volumePolicies.find((policy) => policy.applies(volume, facts, limits))?.verdict ?? 'ok'
}

/** Whether the account's size and the removals of 24 hours can change the verdict. A few updates pass in any account. */
export const needsAccount = (volume: Volume, { confirmPercent, percentFromUsers }: GuardLimits): boolean =>
  isDestructive(volume) || exceeds(volume.updates, confirmPercent, percentFromUsers)

/** How long a plan waits before its first call. */
export function startDelayMs({ removals, erasures }: Volume, limits: GuardLimits): number {
  const { delayFromUsers, delayMs, erasureDelayMs } = limits
  if (removals + erasures <= delayFromUsers) return 0
  return erasures > delayFromUsers ? Math.max(delayMs, erasureDelayMs) : delayMs
}

/** With this many verified users, calls of a destructive job are no longer staged. */
export const stagedUsers = 11

/** Calls of a destructive job grow with what is verified: 1 user, then 10, then as many as fit. */
export function stageSize(provenUsers: number): number {
  if (provenUsers === 0) return 1
  return provenUsers < stagedUsers ? 10 : Infinity
}
