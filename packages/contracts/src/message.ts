import type { Fact, Message } from '@muster/core/text/message'
import * as z from 'zod/mini'
import type { SchemaOf } from './values.ts'

const factSchema: SchemaOf<Fact> = z.lazy(() => z.union([z.string(), z.number(), messageSchema, z.array(factSchema)]))

/**
 * The code and the facts of the sentence in the field beside it, to render it in another language. The code is open: a
 * page that is older than the server shows the sentence.
 */
export const messageSchema: SchemaOf<Message> = z.object({
  code: z.string(),
  facts: z.record(z.string(), factSchema),
})

/** Null or absent for a sentence without a code: stored before its code was, or not Muster's. */
export const kept = z.optional(z.nullable(messageSchema))
