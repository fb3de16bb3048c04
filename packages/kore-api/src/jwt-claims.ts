import * as z from 'zod/mini'

/**
 * Claims of the token in the `auth` header. `appId` is the client id; in the variant of the SDK pages `iss` is.
 * `iat` and `exp` are seconds. Each claim that a signing library may occupy has a `kore_` alias.
 * Source: Kore.ai docs, API Introduction and SDK Security.
 */
export const koreClaims = z.looseObject({
  appId: z.optional(z.string()),
  iss: z.optional(z.string()),
  kore_iss: z.optional(z.string()),
  sub: z.optional(z.string()),
  kore_sub: z.optional(z.string()),
  aud: z.optional(z.union([z.string(), z.array(z.string())])),
  iat: z.optional(z.number()),
  exp: z.optional(z.number()),
  jti: z.optional(z.string()),
  kore_jti: z.optional(z.string()),
})
export type KoreClaims = z.infer<typeof koreClaims>

/** A token with `jti` may live this long, in seconds. */
export const longestJtiLife = 3600
