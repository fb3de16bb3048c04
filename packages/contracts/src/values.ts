import { causeCodes } from '@muster/core/cause'
import { outcomes } from '@muster/core/outcome'
import * as z from 'zod/mini'

/** App-made, sortable ids. */
export const idSchema = z.string().check(z.minLength(1), z.maxLength(200))
/** ISO 8601 in UTC. */
export const timeSchema = z.string()
export const countSchema = z.int().check(z.nonnegative())
/** A page of a list; `next` null on the last page. */
export const pageOf = <S extends z.ZodMiniType>(item: S) =>
  z.object({ items: z.array(item), next: z.nullable(z.string()) })
/** A count, exact up to the cap and `capped` beyond ("10,000+"). */
export const cappedCountSchema = z.object({ value: countSchema, capped: z.boolean() })
export const cursorSchema = z.string().check(z.maxLength(2000))
export const limitSchema = z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(200)), 50)
export const outcomeSchema = z.enum(outcomes)
export const causeSchema = z.enum(causeCodes)
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
