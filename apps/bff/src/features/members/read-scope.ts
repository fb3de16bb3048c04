import type { RequestedScope } from '@muster/contracts/session'
import type { Lookups } from '@muster/core/account/access'
import type { Scope } from '@muster/core/permission'
import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import { ProblemError } from '../../problem-error.ts'

interface ReadScope {
  readonly scope: Scope | null
  /** For the audit. */
  readonly words: Message
}

function namesOf(
  ids: readonly string[],
  list: { readonly items: ReadonlyMap<string, { readonly name: string }>; readonly known: boolean },
): readonly string[] {
  const unknown = list.known ? ids.filter((id) => !list.items.has(id)) : []
  if (unknown.length > 0) throw new ProblemError('invalid_request', message('problem.scope_unknown', { ids: unknown }))
  return ids.map((id) => list.items.get(id)?.name ?? id)
}

/** A requested limit, with each ID once. Throws for a group or a bot that the account does not have. */
export function readScope(requested: RequestedScope | null, lookups: Lookups, since: number): ReadScope {
  const { groups = null, bots = null } = requested ?? {}
  if (groups === null && bots === null) return { scope: null, words: message('limit.none') }
  const once = (ids: readonly string[] | null) => (ids === null ? null : [...new Set(ids)])
  const scope = { groups: once(groups), bots: once(bots), since }
  const { known } = lookups
  const parts = [
    ...(scope.groups === null
      ? []
      : [
          message('limit.groups', {
            groups: namesOf(scope.groups, { items: lookups.groups, known: known.groups }),
          }),
        ]),
    ...(scope.bots === null
      ? []
      : [message('limit.bots', { bots: namesOf(scope.bots, { items: lookups.bots, known: known.bots }) })]),
  ]
  return { scope, words: message('limit.limited', { parts }) }
}
