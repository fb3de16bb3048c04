import type { Step } from '@muster/core/plan/plan'
import type { Fact, Message } from '@muster/core/text/message'
import type { AccessFacts } from './access-facts.ts'
import { message } from './message.ts'
import { scopeMessage } from './scope.ts'

type StepOf<F extends Step['field']> = Extract<Step, { field: F }>

function rolesOf(steps: readonly Step[], op: 'add' | 'remove', names: AccessFacts): readonly Fact[] {
  const roles = steps.filter((step): step is StepOf<'role'> => step.field === 'role' && step.op === op)
  return roles.map(names.role)
}

function groupsOf(steps: readonly Step[], op: 'add' | 'remove', names: AccessFacts): readonly string[] {
  const groups = steps.filter((step): step is StepOf<'group'> => step.field === 'group' && step.op === op)
  return groups.map((step) => names.group(step.groupId))
}

function otherPhrase(user: string, names: AccessFacts, step: Step): readonly Message[] {
  switch (step.field) {
    case 'account':
      return [message('history.removed', { user })]
    case 'data':
      return [message('history.erasure', { user, scope: scopeMessage(step.scope, names) })]
    case 'isDeveloper':
      return [message(step.to ? 'history.developer_on' : 'history.developer_off', { user })]
    case 'canCreateBot':
      return [message(step.to ? 'history.bot_creation_on' : 'history.bot_creation_off', { user })]
    case 'group':
    case 'role':
      break
  }
  return []
}

/** What a member did to one user, for the audit: "Ana gave Ben Tester on Billing and took Ben out of Support". */
export function historyMessage(
  done: { readonly actor: string; readonly user: string; readonly steps: readonly Step[] },
  names: AccessFacts,
): Message {
  const { actor, user, steps } = done
  const given = rolesOf(steps, 'add', names)
  const taken = rolesOf(steps, 'remove', names)
  const joined = groupsOf(steps, 'add', names)
  const left = groupsOf(steps, 'remove', names)
  const phrases = [
    ...(given.length > 0 ? [message('history.gave', { user, roles: given })] : []),
    ...(taken.length > 0 ? [message('history.took', { user, roles: taken })] : []),
    ...(joined.length > 0 ? [message('history.added', { user, groups: joined })] : []),
    ...(left.length > 0 ? [message('history.took_out', { user, groups: left })] : []),
    ...steps.flatMap((step) => otherPhrase(user, names, step)),
  ]
  return phrases.length === 0
    ? message('history.nothing', { actor, user })
    : message('history.sentence', { actor, phrases })
}
