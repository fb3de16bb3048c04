import type { Route } from '@muster/contracts/route'
import { messageWithoutQuotes, withoutQuotes } from '@muster/wording/without-quotes'
import { ProblemError } from '../../problem-error.ts'
import type { Reply } from '../route-handler.ts'
import type { IsOwn, Own } from './actor.ts'

type Limits = Pick<Route, 'permission' | 'limited'>

/** Whether a route refuses every limited member, because it may reveal or change what is beyond the limit. */
export const refusesLimited = ({ permission, limited }: Limits): boolean =>
  limited === undefined && permission !== 'none' && permission !== 'session:own'

/** Whether such a member reaches the record with this ID by the route: another member's does not exist for them. */
export const reachesRecord = async (
  { limited }: Limits,
  { id, own, isOwn }: { readonly id: unknown; readonly own: Own; readonly isOwn: IsOwn },
): Promise<boolean> => typeof limited !== 'object' || (typeof id === 'string' && (await isOwn(limited.own, id, own)))

/** Kore.ai's responses to the calls of others may name any user, so no sentence for such a member quotes them. */
export const withoutQuotesIn = (reply: Reply): Reply =>
  'json' in reply ? { ...reply, json: withoutQuotes(reply.json) } : reply

export function withoutQuotesOf(error: unknown): unknown {
  if (!(error instanceof ProblemError)) return error
  const { code, detail, errors, retryAfterSeconds, cause } = error
  const retry = retryAfterSeconds === undefined ? {} : { retryAfterSeconds }
  return new ProblemError(code, messageWithoutQuotes(detail), { errors, cause, ...retry })
}
