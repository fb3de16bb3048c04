import type { Environment } from '@muster/core/environment'
import { defaultGuardLimits, type GuardLimits } from '@muster/core/policy/limits'
import type { ConfigSource } from './config-source.ts'

/** The settings of the guards; `delayMinutes` null is the default of the environment. */
export type GuardSettings = Omit<GuardLimits, 'delayMs' | 'percentFromUsers'> & { readonly delayMinutes: number | null }

const productionDelayMinutes = 10

export function readGuards(source: ConfigSource): GuardSettings {
  const { confirmUsers, confirmPercent, delayFromUsers } = defaultGuardLimits
  const delay = source.text('MUSTER_DELAY_MINUTES')
  return {
    confirmUsers: source.whole('MUSTER_CONFIRM_USERS', { fallback: confirmUsers, min: 1, max: 1_000_000 }),
    confirmPercent: source.whole('MUSTER_CONFIRM_PERCENT', { fallback: confirmPercent, min: 1, max: 100 }),
    allowMost: source.flag('MUSTER_ALLOW_REMOVING_MOST', false),
    delayFromUsers: source.whole('MUSTER_DELAY_FROM_USERS', { fallback: delayFromUsers, min: 0, max: 1_000_000 }),
    delayMinutes:
      delay === undefined ? null : source.whole('MUSTER_DELAY_MINUTES', { fallback: 0, min: 0, max: 7 * 24 * 60 }),
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

/** The sandbox starts at once, an account in production after ten minutes, unless it is set. */
export function guardLimitsFor({ delayMinutes, ...limits }: GuardSettings, environment: Environment): GuardLimits {
  const minutes = delayMinutes ?? (environment === 'production' ? productionDelayMinutes : 0)
  return { ...defaultGuardLimits, ...limits, delayMs: minutes * 60_000 }
}
