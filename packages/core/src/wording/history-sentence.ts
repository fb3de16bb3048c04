import { type AccessNames, listInWords, scopeInWords } from '../account/access-names.ts'
import type { Step } from '../plan/plan.ts'

type StepOf<F extends Step['field']> = Extract<Step, { field: F }>

function rolesOf(steps: readonly Step[], op: 'add' | 'remove', names: AccessNames): readonly string[] {
  const roles = steps.filter((step): step is StepOf<'role'> => step.field === 'role' && step.op === op)
  return roles.map(names.role)
}

function groupsOf(steps: readonly Step[], op: 'add' | 'remove', names: AccessNames): readonly string[] {
  const groups = steps.filter((step): step is StepOf<'group'> => step.field === 'group' && step.op === op)
  return groups.map((step) => names.group(step.groupId))
}

function ending(steps: readonly Step[], person: string, names: AccessNames): readonly string[] {
  return steps.flatMap((step) => {
    if (step.field === 'account') return [`removed ${person} from the account`]
    if (step.field === 'data')
      return [`asked Kore.ai to erase the data of ${person} ${scopeInWords(step.scope, names)}`]
    if (step.field === 'isDeveloper') return [`turned developer ${step.to ? 'on' : 'off'} for ${person}`]
    if (step.field === 'canCreateBot') return [`turned bot creation ${step.to ? 'on' : 'off'} for ${person}`]
    return []
  })
}

/** What was done to one person, in a sentence: "Ana gave Ben Tester on Billing and took Ben out of Support". */
export function historySentence(
  doing: { readonly actor: string; readonly person: string; readonly steps: readonly Step[] },
  names: AccessNames,
): string {
  const { actor, person, steps } = doing
  const given = rolesOf(steps, 'add', names)
  const taken = rolesOf(steps, 'remove', names)
  const joined = groupsOf(steps, 'add', names)
  const left = groupsOf(steps, 'remove', names)
  const parts = [
    ...(given.length > 0 ? [`gave ${person} ${listInWords(given)}`] : []),
    ...(taken.length > 0 ? [`took ${listInWords(taken)} from ${person}`] : []),
    ...(joined.length > 0 ? [`added ${person} to ${listInWords(joined)}`] : []),
    ...(left.length > 0 ? [`took ${person} out of ${listInWords(left)}`] : []),
    ...ending(steps, person, names),
  ]
  return parts.length === 0 ? `${actor} changed nothing about ${person}` : `${actor} ${listInWords(parts)}`
}
