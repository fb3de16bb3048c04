import type { Environment } from '@muster/core/environment'
import { comparableAddress, isEmailShaped } from '@muster/core/identifier/address'
import { plainId } from '@muster/core/identifier/read-identifier'
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
      ...namesIn(source, settings.protectedUsers).map((name) => [name, 'protected_user'] as const),
      ...namesIn(source, settings.identity).map((name) => [name, 'connection_user'] as const),
    ]),
  }
}

const isPlain = (name: string) => (name.includes('@') ? isEmailShaped(name) : plainId(name) === name)

/** Emails and ids of a list, in the form in which they are compared. With a quote or a bracket around it, an entry would protect no user. */
function namesIn(
  source: ConfigSource,
  setting: typeof settings.protectedUsers | typeof settings.identity,
): readonly string[] {
  const names = source.text(setting).split(/[\s,;]+/)
  const given = names.filter((name) => name !== '')
  if (!given.every(isPlain))
    source.problems.push(`${setting.name} must be emails and IDs separated by commas, with nothing around them.`)
  return given.map(comparableAddress)
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
