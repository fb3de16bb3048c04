import type { Environment } from '@muster/core/environment'
import { defaultGuardLimits, type GuardLimits } from '@muster/core/policy/limits'
import type { ConfigSource } from './config-source.ts'

/** The settings of the guards; minutes of null are the default of the environment. */
export type GuardSettings = Omit<GuardLimits, 'delayMs' | 'erasureDelayMs' | 'percentFromUsers'> & {
  readonly delayMinutes: number | null
  readonly erasureDelayMinutes: number | null
}

const productionDelayMinutes = 10
const productionErasureDelayMinutes = 24 * 60

export function readGuards(source: ConfigSource): GuardSettings {
  const { confirmUsers, confirmPercent, delayFromUsers } = defaultGuardLimits
  const minutes = (name: 'MUSTER_DELAY_MINUTES' | 'MUSTER_ERASURE_DELAY_MINUTES') =>
    source.text(name) === undefined ? null : source.whole(name, { fallback: 0, min: 0, max: 7 * 24 * 60 })
  return {
    confirmUsers: source.whole('MUSTER_CONFIRM_USERS', { fallback: confirmUsers, min: 1, max: 1_000_000 }),
    confirmPercent: source.whole('MUSTER_CONFIRM_PERCENT', { fallback: confirmPercent, min: 1, max: 100 }),
    allowMost: source.flag('MUSTER_ALLOW_REMOVING_MOST', false),
    delayFromUsers: source.whole('MUSTER_DELAY_FROM_USERS', { fallback: delayFromUsers, min: 0, max: 1_000_000 }),
    delayMinutes: minutes('MUSTER_DELAY_MINUTES'),
    erasureDelayMinutes: minutes('MUSTER_ERASURE_DELAY_MINUTES'),
    protectedUsers: new Map([
      ...namesIn(source, 'MUSTER_PROTECTED_USERS').map((name) => [name, 'protected_user'] as const),
      ...namesIn(source, 'KORE_IDENTITY').map((name) => [name, 'connection_user'] as const),
    ]),
  }
}

/** Emails and ids of a list, in lower case. */
function namesIn(source: ConfigSource, variable: 'MUSTER_PROTECTED_USERS' | 'KORE_IDENTITY'): readonly string[] {
  const names = (source.text(variable) ?? '').split(/[\s,;]+/)
  return names.filter((name) => name !== '').map((name) => name.toLowerCase())
}

/** The sandbox starts at once; an account in production after ten minutes, erasures after a day, unless it is set. */
export function guardLimitsFor(settings: GuardSettings, environment: Environment): GuardLimits {
  const { delayMinutes, erasureDelayMinutes, ...limits } = settings
  const msOf = (set: number | null, inProduction: number) =>
    (set ?? (environment === 'production' ? inProduction : 0)) * 60_000
  return {
    ...defaultGuardLimits,
    ...limits,
    delayMs: msOf(delayMinutes, productionDelayMinutes),
    erasureDelayMs: msOf(erasureDelayMinutes, productionErasureDelayMinutes),
  }
}
