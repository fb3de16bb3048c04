import type { RouteInput } from '@muster/contracts/route'
import type { ChangedSelection, createSelection, SomeUsers } from '@muster/contracts/selections'
import type { Identifier } from '@muster/core/account/user'
import type { Scope } from '@muster/core/permission'
import { message } from '@muster/wording/message'
import type { Clock } from '../../clock.ts'
import type { Actor } from '../../http/session/actor.ts'
import { ProblemError } from '../../problem-error.ts'
import {
  type ChosenUsers,
  type LookupReader,
  type SelectionStore,
  UnknownSelectionError,
  type UsersByIdentifier,
} from './ports.ts'
import { chosenSentence, matchingSentence } from './selection-sentence.ts'

export interface SelectionsDeps {
  readonly selections: SelectionStore
  readonly access: LookupReader & UsersByIdentifier
  readonly clock: Clock
}

interface ResolvedList {
  readonly userIds: readonly string[]
  readonly unresolved: ChangedSelection['unresolved']
}

/** The users that a list names. To a limited member, a user beyond the limit and one of several are like an unknown one. */
async function resolveList(
  { selections, access }: { readonly selections: SelectionStore; readonly access: UsersByIdentifier },
  scope: Scope | null,
  identifiers: readonly Identifier[],
): Promise<ResolvedList> {
  const matches = await access.byIdentifiers(identifiers)
  const found = matches.flatMap((match) => (match.kind === 'user' ? [match.user.id] : []))
  const within = found.length === 0 ? new Map<string, string>() : await selections.labels(found, scope)
  const unresolved = identifiers.flatMap((identifier, n) => {
    const match = matches[n]
    if (match?.kind === 'user' && within.has(match.user.id)) return []
    return [{ identifier, matches: match?.kind === 'ambiguous' && scope === null ? match.count : 0 }]
  })
  return { userIds: [...within.keys()], unresolved }
}

/** Fixes the selected users on the server: later changes of the directory do not change a selection. */
export async function freezeSelection(
  deps: SelectionsDeps,
  actor: Actor,
  input: RouteInput<typeof createSelection>['body'],
): Promise<ChangedSelection> {
  const { selections, access, clock } = deps
  const { memberId, scope } = actor
  const kept = { scope, memberId, at: clock.now() }
  if ('matching' in input) {
    const { matching, except } = input
    const sentence = matchingSentence(matching, except.length, await access.lookups())
    return { ...(await selections.freeze({ ...kept, users: { matching }, except, sentence })), unresolved: [] }
  }
  if ('identifiers' in input) {
    const { userIds, unresolved } = await resolveList(deps, scope, input.identifiers)
    const sentence = message('selection.chosen', { count: userIds.length })
    return { ...(await selections.freeze({ ...kept, users: { userIds }, except: [], sentence })), unresolved }
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
  const sentence = chosenSentence([...labels.values()].toSorted())
  return { ...(await selections.freeze({ ...kept, users: { userIds }, except: [], sentence })), unresolved: [] }
}

interface Change {
  readonly add: SomeUsers | null
  readonly remove: SomeUsers | null
}

interface Chosen {
  readonly users: ChosenUsers | null
  readonly unresolved: ChangedSelection['unresolved']
}

async function chosenOf(deps: SelectionsDeps, { scope }: Actor, users: SomeUsers | null): Promise<Chosen> {
  if (users === null || !('identifiers' in users)) return { users, unresolved: [] }
  const { userIds, unresolved } = await resolveList(deps, scope, users.identifiers)
  return { users: { userIds }, unresolved }
}

/** Adds users to the member's selection and removes others. Throws `not_found`. */
export async function changeSelection(
  deps: SelectionsDeps,
  actor: Actor,
  { id, add, remove }: Change & { readonly id: string },
): Promise<ChangedSelection> {
  const added = await chosenOf(deps, actor, add)
  const removed = await chosenOf(deps, actor, remove)
  const { memberId, scope } = actor
  const kept = { scope, memberId, at: deps.clock.now() }
  const selection = await deps.selections.change(id, { ...kept, add: added.users, remove: removed.users })
  if (selection === null) throw new UnknownSelectionError()
  return { ...selection, unresolved: [...added.unresolved, ...removed.unresolved] }
}
