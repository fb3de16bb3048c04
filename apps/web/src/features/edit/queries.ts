import { createPlan, type PlanSource } from '@muster/contracts/plans'
import { createSelection } from '@muster/contracts/selections'
import { mutationOptions } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'
import type { Target } from '../../lib/target.ts'
import { type ListValues, parsePasted } from './fields/pasted-identifiers.ts'

type Change = Extract<PlanSource, { kind: 'selection' }>['change']
type Identifiers = Extract<PlanSource, { kind: 'identifiers' }>['identifiers']

/** The users of a plan: selected on screen, or given by identifiers. */
type PlanSubject =
  | { readonly by: 'target'; readonly target: Target }
  | { readonly by: 'identifiers'; readonly identifiers: Identifiers }
  /** Those of a plan without some items, and others. */
  | {
      readonly by: 'plan'
      readonly planId: string
      readonly without: readonly number[]
      readonly add: Identifiers
    }

/** The target of a form, or its pasted list. */
export const subjectOf = (target: Target | null, { by, text }: ListValues): PlanSubject =>
  target === null
    ? { by: 'identifiers', identifiers: [...parsePasted(by, text).identifiers] }
    : { by: 'target', target }

export interface PlanRequest {
  readonly subject: PlanSubject
  readonly change: Change
}

async function sourceOf({ subject, change }: PlanRequest): Promise<PlanSource> {
  switch (subject.by) {
    case 'target':
      return subject.target.kind === 'upload'
        ? { kind: 'upload', uploadId: subject.target.uploadId, change }
        : { kind: 'selection', selectionId: await freeze(subject.target), change }
    case 'identifiers':
      return { kind: 'identifiers', identifiers: subject.identifiers, change }
    case 'plan':
      return { kind: 'edit', planId: subject.planId, change, without: [...subject.without], add: subject.add }
  }
}

async function freeze(target: Exclude<Target, { kind: 'upload' }>): Promise<string> {
  if (target.kind === 'selection') return target.selectionId
  return (await call(createSelection, { body: { userIds: target.users.map((user) => user.id) } })).id
}

/** Freezes the selection and compares the change with the directory. Sends nothing to Kore.ai. */
export const makePlanMutation = mutationOptions({
  mutationFn: async (request: PlanRequest) => call(createPlan, { body: await sourceOf(request) }),
})
