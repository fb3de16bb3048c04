import * as z from 'zod/mini'
import { refused } from '../responses/responses.ts'
import type { SandboxResponse } from '../world.ts'

/** Most users in a call. Kore.ai documents no maximum, so the sandbox has none by default. */
export const batchLimit = z.strictObject({
  users: z.int().check(z.minimum(1)),
  /**
   * The response to a larger call: 400, 413, or a read that lists only the first users; with the last one, larger changes
   * get 400.
   */
  as: z.optional(z.enum(['refused', 'too-large', 'cut'])),
})
export type BatchLimit = z.infer<typeof batchLimit>

const list = z.optional(z.array(z.unknown()))
/** The lists of users in the bodies of all calls. */
const userLists = z.looseObject({ users: list, emailIds: list, orgUserIds: list, deleteEmailIds: list, userIds: list })

/** The refusal of a call with too many users, or the body that the endpoint gets. */
export function withinBatch(
  limit: BatchLimit | null,
  { body, effect }: { readonly body: unknown; readonly effect: 'read' | 'change' },
): { readonly refusal: SandboxResponse } | { readonly body: unknown } {
  const parsed = userLists.safeParse(body)
  if (limit === null || !parsed.success) return { body }
  const { users: most, as = 'refused' } = limit
  const { users, emailIds, orgUserIds, deleteEmailIds, userIds } = parsed.data
  const lists = { users, emailIds, orgUserIds, deleteEmailIds, userIds }
  const tooLong = Object.entries(lists).flatMap(([name, named = []]) => (named.length > most ? [{ name, named }] : []))
  if (tooLong.length === 0) return { body }
  if (as === 'too-large') return { refusal: refused(413, 'Payload Too Large') }
  if (as === 'refused' || effect === 'change')
    return { refusal: refused(400, `Maximum of ${most} users in one request`) }
  const cut = Object.fromEntries(tooLong.map(({ name, named }) => [name, named.slice(0, most)]))
  return { body: { ...parsed.data, ...cut } }
}
