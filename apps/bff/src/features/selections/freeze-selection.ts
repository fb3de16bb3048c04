import type { RouteInput } from '@muster/contracts/route'
import type { createSelection, Selection } from '@muster/contracts/selections'
import { message } from '@muster/wording/message'
import type { Clock } from '../../clock.ts'
import type { Actor } from '../../http/session/actor.ts'
import { ProblemError } from '../../problem-error.ts'
import type { AccessNames, SelectionStore } from './ports.ts'
import { chosenSentence, matchingSentence } from './selection-sentence.ts'

export interface FreezeDeps {
  readonly selections: SelectionStore
  readonly access: AccessNames
  readonly clock: Clock
}

/** Fixes the selected users on the server: later changes of the directory do not change a selection. */
export async function freezeSelection(
  { selections, access, clock }: FreezeDeps,
  actor: Actor,
  input: RouteInput<typeof createSelection>['body'],
): Promise<Selection> {
  const at = clock.now()
  const { memberId, scope } = actor
  if ('matching' in input) {
    const sentence = matchingSentence(input.matching, input.except.length, await access.lookups())
    return selections.freezeMatching({ filter: input.matching, except: input.except, sentence, scope, memberId, at })
  }
  const userIds = [...new Set(input.userIds)]
  const labels = await selections.labels(userIds, scope)
  const unknown = userIds.filter((id) => !labels.has(id))
  if (unknown.length > 0) {
    throw new ProblemError('invalid_request', message('problem.selected_users_gone'), {
      errors: unknown.map((id) => ({
        location: `body.userIds[${input.userIds.indexOf(id)}]`,
        message: message('field.user_gone', { id }),
      })),
    })
  }
  return selections.freezeUsers({
    userIds,
    sentence: chosenSentence([...labels.values()].toSorted()),
    scope,
    memberId,
    at,
  })
}
