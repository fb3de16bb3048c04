import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import type { FailureGroup, JobEntry, JobItemEntry } from '@muster/contracts/jobs'
import type { RoleOnBot } from '@muster/core/change/change'
import type { CauseCode } from '@muster/core/outcome/cause'
import type { FixKind } from '@muster/core/plan/fix'

/** The users of a fix: all failures of a cause with the same details, or some items. */
type FixScope = { readonly details: string } | { readonly seqs: readonly number[] }

interface TargetBase {
  readonly key: string
  /** Label of the button and title of the dialog. */
  readonly label: string
  /** The role, bot or group that failed: "Tester on Billing". */
  readonly name: string
  readonly count: number
  readonly scope: FixScope
}

/** A role, bot or group that failed, and the fix for it. */
export type FixTarget = TargetBase &
  (
    | { readonly kind: 'replace_role' | 'drop_role'; readonly role: RoleOnBot }
    | { readonly kind: 'replace_bot'; readonly botId: string }
    | { readonly kind: 'replace_group' | 'drop_group'; readonly groupId: string }
  )

type Details = NonNullable<JobItemEntry['details']>

interface Failure {
  readonly cause: CauseCode
  readonly fixes: readonly FixKind[]
  readonly details: Details
  readonly count: number
  readonly scope: FixScope
  /** Kinds of requested changes: a removal has no role to replace. */
  readonly requests: { readonly update: boolean; readonly erase: boolean }
}

/** Fixes of flags, which need no choice. */
export const flagFixes = ['developer_on', 'bot_creation_off'] as const
export type FlagFix = (typeof flagFixes)[number]

const flagLabels: Readonly<Record<FlagFix, MessageDescriptor>> = {
  developer_on: msg`Also turn developer on…`,
  bot_creation_off: msg`Turn bot creation off…`,
}

export const flagFixLabel = (fix: FlagFix): string => i18n._(flagLabels[fix])

/** The fixes that apply to a failure, the most likely first. */
export function fixTargets({ cause, fixes, details, requests, count, scope }: Failure): readonly FixTarget[] {
  const { role, botId, groupId, key, label: name } = details
  const has = (fix: FixKind) => fixes.includes(fix) && (requests.update || (requests.erase && fix === 'replace_bot'))
  const base = (fix: FixKind, label: string) => ({ key: `${fix} ${key}`, label, name, count, scope })
  const needsBot = cause === 'role_needs_bot'
  return [
    ...(botId !== null && has('replace_bot')
      ? [{ ...base('replace_bot', t`Choose another bot`), kind: 'replace_bot' as const, botId }]
      : []),
    ...(role !== null && has('replace_role')
      ? [
          {
            ...base('replace_role', needsBot ? t`Choose the bot` : t`Choose another role`),
            kind: 'replace_role' as const,
            role,
          },
        ]
      : []),
    ...(role !== null && has('drop_role')
      ? [{ ...base('drop_role', t`Exclude the role`), kind: 'drop_role' as const, role }]
      : []),
    ...(groupId !== null && has('replace_group')
      ? [{ ...base('replace_group', t`Choose another group`), kind: 'replace_group' as const, groupId }]
      : []),
    ...(groupId !== null && has('drop_group')
      ? [{ ...base('drop_group', t`Exclude the group`), kind: 'drop_group' as const, groupId }]
      : []),
  ]
}

/** The fixes for all failures of a cause with the same details. */
export function targetsOfGroup(
  group: FailureGroup,
  details: FailureGroup['details'][number],
  kinds: JobEntry['kinds'],
): readonly FixTarget[] {
  return fixTargets({
    requests: { update: kinds.update > 0, erase: kinds.erase > 0 },
    cause: group.code,
    fixes: group.fixes,
    details,
    count: details.open,
    scope: { details: details.key },
  })
}

/** The fixes for one user. */
export function targetsOfItem(group: FailureGroup, { details, change, seq }: JobItemEntry): readonly FixTarget[] {
  if (details === null) return []
  const requests = { update: change.kind === 'update', erase: change.kind === 'erase' }
  return fixTargets({ cause: group.code, fixes: group.fixes, details, requests, count: 1, scope: { seqs: [seq] } })
}
