import {
  changeSelection as changeSelectionRoute,
  createSelection,
  getSelection,
  listSelectionAddresses,
  lookUpSelection,
} from '@muster/contracts/selections'
import { mostRowsWithoutProof } from '@muster/core/policy/step-up'
import type { Sentence } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import { actorOf, type BoundRoute, bind } from '../../http/route-handler.ts'
import type { Actor } from '../../http/session/actor.ts'
import { ProblemError } from '../../problem-error.ts'
import { UnknownSelectionError } from './ports.ts'
import { changeSelection, freezeSelection, type SelectionsDeps } from './save-selection.ts'

interface RoutesDeps extends SelectionsDeps {
  readonly audit: {
    append(entry: {
      readonly action: 'users.exported'
      readonly actor: string
      readonly sentence: Sentence
    }): Promise<unknown>
  }
}

export function selectionsRoutes(deps: RoutesDeps): BoundRoute[] {
  return [
    bind(createSelection, async ({ body }, context) => ({
      status: 201,
      json: await freezeSelection(deps, actorOf(context), body),
    })),
    bind(changeSelectionRoute, async ({ params, body }, context) => ({
      status: 200,
      json: await changeSelection(deps, actorOf(context), { ...params, ...body }),
    })),
    bind(lookUpSelection, async ({ params, body }, context) => {
      const { memberId, scope } = actorOf(context)
      const view = await deps.selections.lookUp(params.id, { ...body, memberId, scope })
      if (view === null) throw new UnknownSelectionError()
      return { status: 200, json: view }
    }),
    bind(listSelectionAddresses, async ({ params }, context) => ({
      status: 200,
      // No address leaves by a request for the headers.
      json: {
        addresses: context.raw.method === 'HEAD' ? [] : await copyAddresses(deps, params.id, actorOf(context)),
      },
    })),
    bind(getSelection, async ({ params }, context) => {
      const selection = await deps.selections.find(params.id, actorOf(context).memberId)
      if (selection === null) throw new UnknownSelectionError()
      return { status: 200, json: selection }
    }),
  ]
}

/** Records in the audit that addresses leave Muster. More of them need the export, with its proof. */
async function copyAddresses({ selections, audit }: RoutesDeps, id: string, actor: Actor): Promise<string[]> {
  const { memberId, scope, email } = actor
  const limit = mostRowsWithoutProof
  const addresses = await selections.addresses(id, { memberId, scope, limit: limit + 1 })
  if (addresses === null) throw new UnknownSelectionError()
  if (addresses.length > limit) throw new ProblemError('conflict', message('problem.too_many_addresses', { limit }))
  const sentence = message('audit.addresses_copied', { actor: email, count: addresses.length })
  await audit.append({ action: 'users.exported', actor: email, sentence })
  return [...addresses]
}
