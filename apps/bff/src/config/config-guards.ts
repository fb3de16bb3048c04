import type { Environment } from '@muster/core/environment'
import { defaultGuardLimits, type GuardLimits } from '@muster/core/policy/limits'
import type { ConfigSource } from './config-source.ts'
import { settings } from './settings.ts'

/** The settings of the guards; null minutes mean the default of the environment. */
export type GuardSettings = Omit<GuardLimits, 'delayMs' | 'erasureDelayMs' | 'percentFromUsers'> & {
  readonly delayMinutes: number | null
  readonly erasureDelayMinutes: number | null
}

const productionDelayMinutes = 10
const productionErasureDelayMinutes = 24 * 60

export function readGuards(source: ConfigSource): GuardSettings {
  return {
    confirmUsers: source.whole(settings.confirmUsers),
    confirmPercent: source.whole(settings.confirmPercent),
    allowMost: source.flag(settings.allowRemovingMost),
    delayFromUsers: source.whole(settings.delayFromUsers),
    delayMinutes: source.whole(settings.delayMinutes),
    erasureDelayMinutes: source.whole(settings.erasureDelayMinutes),
    protectedUsers: new Map([
      ...namesIn(source.text(settings.protectedUsers)).map((name) => [name, 'protected_user'] as const),
      ...namesIn(source.text(settings.identity)).map((name) => [name, 'connection_user'] as const),
    ]),
  }
}

/** Emails and ids of a list, in lower case. */
function namesIn(list: string): readonly string[] {
  const names = list.split(/[\s,;]+/)
  return names.filter((name) => name !== '').map((name) => name.toLowerCase())
}

/** The sandbox starts at once; a production account after ten minutes, erasures after a day, unless configured. */
export function guardLimitsFor(guards: GuardSettings, environment: Environment): GuardLimits {
  const { delayMinutes, erasureDelayMinutes, ...limits } = guards
  const msOf = (set: number | null, inProduction: number) =>
    (set ?? (environment === 'production' ? inProduction : 0)) * 60_000
  return {
    ...defaultGuardLimits,
    ...limits,
    delayMs: msOf(delayMinutes, productionDelayMinutes),
    erasureDelayMs: msOf(erasureDelayMinutes, productionErasureDelayMinutes),
  }
}
