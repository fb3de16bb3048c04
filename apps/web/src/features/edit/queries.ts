import { createPlan, type PlanSource } from '@muster/contracts/plans'
import { createSelection } from '@muster/contracts/selections'
import { mutationOptions } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'
import type { Target } from '../../lib/target.ts'

type Change = Extract<PlanSource, { kind: 'selection' }>['change']
type Identifiers = Extract<PlanSource, { kind: 'identifiers' }>['identifiers']

/** The users of a plan: selected on screen, or given by identifiers. */
type PlanSubject =
  | { readonly by: 'target'; readonly target: Target }
  | { readonly by: 'identifiers'; readonly identifiers: Identifiers }

export interface PlanRequest {
  readonly subject: PlanSubject
  readonly change: Change
}

async function freeze(target: Target): Promise<string> {
  const body =
    target.kind === 'users'
      ? { userIds: target.users.map((user) => user.id) }
      : { matching: target.filter, except: [...target.except] }
  return (await call(createSelection, { body })).id
}

/** Freezes the selection and compares the change with the directory. Sends nothing to Kore.ai. */
export const makePlanMutation = mutationOptions({
  mutationFn: async ({ subject, change }: PlanRequest) => {
    const body: PlanSource =
      subject.by === 'target'
        ? { kind: 'selection', selectionId: await freeze(subject.target), change }
        : { kind: 'identifiers', identifiers: subject.identifiers, change }
    return call(createPlan, { body })
  },
})
