import { createPlan, type PlanSource } from '@muster/contracts/plans'
import { createSelection } from '@muster/contracts/selections'
import { mutationOptions } from '@tanstack/react-query'
import { call } from '../../lib/api.ts'
import type { Target } from '../../lib/target.ts'

type Change = Extract<PlanSource, { kind: 'selection' }>['change']
type Identifiers = Extract<PlanSource, { kind: 'identifiers' }>['identifiers']

/** Whom a plan is for: chosen on screen, or named by identifiers. */
type EditTarget =
  | { readonly by: 'target'; readonly target: Target }
  | { readonly by: 'identifiers'; readonly identifiers: Identifiers }

export interface PlanRequest {
  readonly whom: EditTarget
  readonly change: Change
}

async function freeze(target: Target): Promise<string> {
  const body =
    target.kind === 'users'
      ? { userIds: target.users.map((user) => user.id) }
      : { matching: target.filter, except: [...target.except] }
  return (await call(createSelection, { body })).id
}

/** Freezes whom it is for and holds the change against the directory. Nothing is sent to Kore.ai. */
export const makePlanMutation = mutationOptions({
  mutationFn: async ({ whom, change }: PlanRequest) => {
    const body: PlanSource =
      whom.by === 'target'
        ? { kind: 'selection', selectionId: await freeze(whom.target), change }
        : { kind: 'identifiers', identifiers: whom.identifiers, change }
    return call(createPlan, { body })
  },
})
