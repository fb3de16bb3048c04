import { auditActions } from '@muster/core/audit/audit-line'
import * as z from 'zod/mini'
import { kept } from './message.ts'
import { freshForManyRows, route } from './route.ts'
import { countSchema, cursorSchema, idSchema, limitSchema, pageOf, storableText, timeSchema } from './values.ts'

/** One line of the audit: actor, action, user, time and outcome. */
export const auditEntrySchema = z.object({
  /** Position in the chain, from 1. */
  seq: countSchema,
  at: timeSchema,
  action: z.enum(auditActions),
  /** Email of the member, or "Muster" for automatic actions; empty if erased. */
  actor: z.string(),
  /** Name of the token of a script; null for a browser. */
  token: z.nullable(z.string()),
  /** Address of the client; null for automatic actions. */
  address: z.nullable(z.string()),
  /** Equal for all acts of one session. */
  session: z.nullable(z.string()),
  /** The changed user, if any. */
  subject: z.nullable(z.object({ userId: z.nullable(z.string()), label: z.string() })),
  /** Plain sentence: "Ana gave Ben Tester on Billing". */
  sentence: z.string(),
  sentenceMessage: kept,
  outcome: z.nullable(z.string()),
  jobId: z.nullable(idSchema),
  hash: z.string(),
  /** The personal fields were erased. */
  erased: z.boolean(),
  /** The entries of the job that this one represents; null if it is the only one or the list is not folded. */
  folded: z.nullable(z.object({ entries: countSchema, since: timeSchema })),
})
export type AuditEntry = z.output<typeof auditEntrySchema>

const filter = {
  q: z.optional(storableText(200)),
  action: z.optional(z.enum(auditActions)),
  actor: z.optional(storableText(320)),
  /** Part of the name, or the ID, of the changed user. */
  target: z.optional(storableText(320)),
  userId: z.optional(idSchema),
  jobId: z.optional(idSchema),
  outcome: z.optional(storableText(40)),
  from: z.optional(timeSchema),
  to: z.optional(timeSchema),
}

export const listAudit = route({
  method: 'GET',
  path: '/api/audit',
  summary: 'The audit, newest first',
  permission: 'audit:read',
  stepUp: 'none',
  query: z.object({
    ...filter,
    /** One entry for each job, with the number of its entries. */
    fold: z.optional(z.literal('job')),
    cursor: z.optional(cursorSchema),
    limit: limitSchema,
  }),
  responses: { 200: pageOf(auditEntrySchema) },
})

const exported = <P extends `/${string}`>(path: P, mediaType: string, summary: string) =>
  route({
    method: 'GET',
    path,
    summary,
    permission: 'audit:read',
    stepUp: freshForManyRows,
    query: z.object(filter),
    responses: { 200: { mediaType } },
  })

export const exportAuditCsv = exported('/api/audit.csv', 'text/csv', 'The audit as a table, oldest first')
export const exportAuditJsonl = exported(
  '/api/audit.jsonl',
  'application/x-ndjson',
  'The audit as JSON Lines, oldest first, with all that its verification needs',
)

export const verifyAudit = route({
  method: 'GET',
  path: '/api/audit/verify',
  summary: 'Check the whole chain of the audit against its signed heads',
  permission: 'audit:read',
  stepUp: 'none',
  responses: {
    200: z.object({
      intact: z.boolean(),
      entries: countSchema,
      /** Hash of the newest entry that matches. */
      head: z.nullable(z.string()),
      /** First entry that does not match, or null. */
      firstBad: z.nullable(countSchema),
      /** `changed`: an entry does not match; `cut`: the end is missing; `rebuilt`: a signed head contradicts the chain. */
      fault: z.nullable(z.enum(['changed', 'cut', 'rebuilt'])),
      /** Entries whose personal fields were erased. */
      erased: countSchema,
      /** The newest signed head that the chain confirms. */
      anchor: z.nullable(z.object({ seq: countSchema, hash: z.string(), at: timeSchema })),
      /** Signed heads that were read. */
      heads: countSchema,
      /** Lines of the file of heads that are not signed heads of this installation. */
      invalidHeads: countSchema,
      /** Restores of the database that an owner accepted, as the heads record them. */
      restores: countSchema,
    }),
  },
})
