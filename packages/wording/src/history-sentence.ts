import type { I18n } from '@lingui/core'
import type { AccessNames } from '@muster/core/account/access-names'
import type { Step } from '@muster/core/plan/plan'
import { listOf } from './list.ts'
import { scopeText } from './scope.ts'

type StepOf<F extends Step['field']> = Extract<Step, { field: F }>

function rolesOf(steps: readonly Step[], op: 'add' | 'remove', names: AccessNames): readonly string[] {
  const roles = steps.filter((step): step is StepOf<'role'> => step.field === 'role' && step.op === op)
  return roles.map(names.role)
}

function groupsOf(steps: readonly Step[], op: 'add' | 'remove', names: AccessNames): readonly string[] {
  const groups = steps.filter((step): step is StepOf<'group'> => step.field === 'group' && step.op === op)
  return groups.map((step) => names.group(step.groupId))
}

interface Subject {
  readonly i18n: I18n
  readonly user: string
  readonly names: AccessNames
}

function otherPhrase({ i18n, user, names }: Subject, step: Step): readonly string[] {
  switch (step.field) {
    case 'account':
      return [i18n._('removed {user} from the account', { user })]
    case 'data':
      return [
        i18n._('requested erasure of the data of {user} {scope}', { user, scope: scopeText(i18n, step.scope, names) }),
      ]
    case 'isDeveloper':
      return [
        step.to
          ? i18n._('turned developer on for {user}', { user })
          : i18n._('turned developer off for {user}', { user }),
      ]
    case 'canCreateBot':
      return [
        step.to
          ? i18n._('turned bot creation on for {user}', { user })
          : i18n._('turned bot creation off for {user}', { user }),
      ]
    case 'group':
    case 'role':
      break
  }
  return []
}

/** What a member did to one user, for the audit: "Ana gave Ben Tester on Billing and took Ben out of Support". */
export function historySentence(
  i18n: I18n,
  done: { readonly actor: string; readonly user: string; readonly steps: readonly Step[] },
  names: AccessNames,
): string {
  const { actor, user, steps } = done
  const list = (parts: readonly string[]): string => listOf(i18n, parts)
  const given = rolesOf(steps, 'add', names)
  const taken = rolesOf(steps, 'remove', names)
  const joined = groupsOf(steps, 'add', names)
  const left = groupsOf(steps, 'remove', names)
  const phrases = [
    ...(given.length > 0 ? [i18n._('gave {user} {roles}', { user, roles: list(given) })] : []),
    ...(taken.length > 0 ? [i18n._('took {roles} from {user}', { user, roles: list(taken) })] : []),
    ...(joined.length > 0 ? [i18n._('added {user} to {groups}', { user, groups: list(joined) })] : []),
    ...(left.length > 0 ? [i18n._('took {user} out of {groups}', { user, groups: list(left) })] : []),
    ...steps.flatMap((step) => otherPhrase({ i18n, user, names }, step)),
  ]
  return phrases.length === 0
    ? i18n._('{actor} changed nothing for {user}', { actor, user })
    : i18n._('{actor} {phrases}', { actor, phrases: list(phrases) })
}
