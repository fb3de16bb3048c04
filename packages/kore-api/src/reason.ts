import * as z from 'zod/mini'

/** One entry of `errors`, the same in reasons and in responses to a whole request. */
export const koreError = z.looseObject({
  msg: z.string(),
  code: z.optional(z.union([z.number(), z.string()])),
})

/**
 * Why one user or one entry of a list failed. All documented variants: a plain string, the long object
 * (`statusCode`, `errors`, `message`, `name`), `{ errors }` alone, and the CastError (`message`, `kind`, `value`, `path`).
 * Source: Kore.ai docs, Update User API, Remove Users from Account, Create Users API.
 */
export const koreReason = z.union([
  z.string(),
  z.looseObject({
    statusCode: z.optional(z.number()),
    status: z.optional(z.union([z.number(), z.string()])),
    customCode: z.optional(z.number()),
    errors: z.optional(z.array(koreError)),
    message: z.optional(z.string()),
    name: z.optional(z.string()),
    kind: z.optional(z.string()),
    value: z.optional(z.unknown()),
    path: z.optional(z.string()),
  }),
])
