import type { EraseScope, ListChange } from '@muster/core/change/change'
import { outcomes } from '@muster/core/outcome/outcome'
import * as z from 'zod/mini'

/** A schema whose output and input are a type of core, which is declared only there. */
export type SchemaOf<T> = z.ZodMiniType<T, T>
/** An array that callers may not modify. A type alone: `z.readonly` would freeze it and mark it `readOnly` in OpenAPI. */
export const readonlyArray = <T>(item: SchemaOf<T>): SchemaOf<readonly T[]> => z.array(item)

/** Text that the store can keep and a screen can show: no control characters, no lone surrogate. */
export const plainText = (max: number) => z.string().check(z.maxLength(max), z.regex(/^[^\p{Cc}\p{Cs}]*$/u))
/** Text that the store can keep, lines included: no NUL, no lone surrogate. */
export const storableText = (max: number) => z.string().check(z.maxLength(max), z.regex(/^[^\0\p{Cs}]*$/u))
/** Words that a title, a given name or its member has, in any order; or an ID. */
export const titleSearchSchema = storableText(200)
/** App-made, sortable ids. */
export const idSchema = plainText(200).check(z.minLength(1))
/** ISO 8601 in UTC. */
export const timeSchema = z.string()
export const countSchema = z.int().check(z.nonnegative())
/** The number of a row, column or item in a request: within what the store can compare. */
export const numberSchema = z.int().check(z.nonnegative(), z.maximum(2_147_483_647))
/** A page of a list; `next` null on the last page. */
export const pageOf = <S extends z.ZodMiniType>(item: S) =>
  z.object({ items: z.array(item), next: z.nullable(z.string()) })
/** A count, exact up to the cap and `capped` beyond ("1,000+"). */
export const cappedCountSchema = z.object({ value: countSchema, capped: z.boolean() })
export const cursorSchema = plainText(2000)
export const limitSchema = z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(200)), 50)
export const outcomeSchema = z.enum(outcomes)
export const outcomeCountsSchema = z.object({
  changed: countSchema,
  unchanged: countSchema,
  skipped: countSchema,
  failed: countSchema,
  not_attempted: countSchema,
  unknown: countSchema,
  pending: countSchema,
})
export const emptySchema = z.object({})

/** SHA-256 of a plan, in hex. */
export const planHashSchema = z.string().check(z.regex(/^[0-9a-f]{64}$/))
export const base64url = (maxLength: number) =>
  z.string().check(z.minLength(1), z.maxLength(maxLength), z.regex(/^[A-Za-z0-9_-]+$/))
export const credentialId = base64url(1400)

/** The signed response of an authenticator, without what the server does not verify. All parts are base64url. */
export const assertionSchema = z.object({
  id: credentialId,
  clientDataJSON: base64url(4000),
  authenticatorData: base64url(4000),
  signature: base64url(8000),
  userHandle: z.optional(base64url(100)),
})
export type Assertion = z.output<typeof assertionSchema>

/** Entries to add and remove, or the whole list to set. */
export function listChangeOf<T>(items: SchemaOf<readonly T[]>): SchemaOf<ListChange<T>> {
  return z.discriminatedUnion('mode', [
    z.object({ mode: z.literal('edit'), add: items, remove: items }),
    z.object({ mode: z.literal('set'), to: items }),
  ])
}

/** From all bots, or from these. */
export function eraseScopeOf(botId: SchemaOf<string>): SchemaOf<EraseScope> {
  return z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('all_bots') }),
    z.object({ kind: z.literal('bots'), botIds: z.array(botId).check(z.minLength(1), z.maxLength(500)) }),
  ])
}
