import type { FailureGroup, JobEntry, JobItemEntry } from '@muster/contracts/jobs'
import type { RoleOnBot } from '@muster/core/change/change'
import type { CauseCode } from '@muster/core/outcome/cause'
import type { FixKind } from '@muster/core/plan/fix'

/** Whom a fix is for: everybody a cause met because of one thing, or one person. */
type FixScope = { readonly details: string } | { readonly seqs: readonly number[] }

interface TargetBase {
  readonly key: string
  /** What the button says and the dialog is called. */
  readonly label: string
  /** What did not work: "Tester on Billing". */
  readonly name: string
  readonly count: number
  readonly scope: FixScope
}

/** What a fix is about: a role, a bot or a group that did not work, and what is to become of it. */
export type FixTarget = TargetBase &
  (
    | { readonly kind: 'replace_role' | 'drop_role'; readonly role: RoleOnBot }
    | { readonly kind: 'replace_bot'; readonly botId: string }
    | { readonly kind: 'replace_group' | 'drop_group'; readonly groupId: string }
  )

type Details = NonNullable<JobItemEntry['details']>

interface Failing {
  readonly cause: CauseCode
  readonly fixes: readonly FixKind[]
  readonly details: Details
  readonly count: number
  readonly scope: FixScope
  /** What was asked of them: a removal names no role that could be another. */
  readonly requests: { readonly update: boolean; readonly erase: boolean }
}

/** Fixes of flags, which need no choice. */
export const flagFixes = [
  { kind: 'developer_on', label: 'Turn developer on as well' },
  { kind: 'bot_creation_off', label: 'Turn bot creation off' },
] as const

/** The fixes that fit what a failure is about, the likeliest first. */
export function fixTargets({ cause, fixes, details, requests, count, scope }: Failing): readonly FixTarget[] {
  const { role, botId, groupId, key, label: name } = details
  const has = (fix: FixKind) => fixes.includes(fix) && (requests.update || (requests.erase && fix === 'replace_bot'))
  const base = (fix: FixKind, label: string) => ({ key: `${fix} ${key}`, label, name, count, scope })
  const needsBot = cause === 'role_needs_bot'
  return [
    ...(botId !== null && has('replace_bot')
      ? [{ ...base('replace_bot', 'Pick the right bot'), kind: 'replace_bot' as const, botId }]
      : []),
    ...(role !== null && has('replace_role')
      ? [
          {
            ...base('replace_role', needsBot ? 'Pick the bot' : 'Choose another role'),
            kind: 'replace_role' as const,
            role,
          },
        ]
      : []),
    ...(role !== null && has('drop_role')
      ? [{ ...base('drop_role', 'Leave the role out'), kind: 'drop_role' as const, role }]
      : []),
    ...(groupId !== null && has('replace_group')
      ? [{ ...base('replace_group', 'Choose another group'), kind: 'replace_group' as const, groupId }]
      : []),
    ...(groupId !== null && has('drop_group')
      ? [{ ...base('drop_group', 'Leave the group out'), kind: 'drop_group' as const, groupId }]
      : []),
  ]
}

/** The fixes for everybody a cause met because of one thing. */
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

/** The fixes for one person. */
export function targetsOfItem(group: FailureGroup, { details, change, seq }: JobItemEntry): readonly FixTarget[] {
  if (details === null) return []
  const requests = { update: change.kind === 'update', erase: change.kind === 'erase' }
  return fixTargets({ cause: group.code, fixes: group.fixes, details, requests, count: 1, scope: { seqs: [seq] } })
}
