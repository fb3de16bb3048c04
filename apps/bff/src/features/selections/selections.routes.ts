import { createSelection, getSelection } from '@muster/contracts/selections'
import { message } from '@muster/wording/message'
import { actorOf, type BoundRoute, bind } from '../../http/route-handler.ts'
import { ProblemError } from '../../problem-error.ts'
import { type FreezeDeps, freezeSelection } from './freeze-selection.ts'

export function selectionsRoutes(deps: FreezeDeps): BoundRoute[] {
  return [
    bind(createSelection, async ({ body }, context) => ({
      status: 201,
      json: await freezeSelection(deps, actorOf(context), body),
    })),
    bind(getSelection, async ({ params }) => {
      const selection = await deps.selections.find(params.id)
      if (selection === null) throw new ProblemError('not_found', message('problem.no_selection'))
      return { status: 200, json: selection }
    }),
  ]
}
