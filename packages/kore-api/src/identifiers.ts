import * as z from 'zod/mini'

/**
 * Identifier formats, taken from the samples of Kore.ai's API pages: a prefix and a UUID, except roles, which are
 * Mongo ids. For a role id that is not 24 hex digits Kore.ai returns a CastError (Kore.ai docs: Update User API).
 */
export const roleIdPattern = /^[0-9a-f]{24}$/
export const userIdPattern = /^u-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** A list with at least one entry: the effect of an empty list in a change is not documented. */
export function nonEmpty<T extends z.ZodMiniType>(item: T) {
  return z.tuple([item], item)
}

/** Required text. */
export const requiredText = z.string().check(z.minLength(1))

/** Text that Kore.ai sometimes omits or sends as null. */
export const looseText = z.optional(z.nullable(z.string()))
