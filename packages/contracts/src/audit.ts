import { auditActions } from '@muster/core/audit/audit-line'
import * as z from 'zod/mini'
import { kept } from './message.ts'
import { route } from './route.ts'
import { countSchema, cursorSchema, idSchema, limitSchema, pageOf, storableText, timeSchema } from './values.ts'

/** One line of the audit: actor, action, user, time and outcome. */
export const auditEntrySchema = z.object({
  /** Position in the chain, from 1. */
  seq: countSchema,
  at: timeSchema,
  action: z.enum(auditActions),
  /** Email of the member, or "Muster" for automatic actions. */
  actor: z.string(),
  /** The changed user, if any. */
  subject: z.nullable(z.object({ userId: z.nullable(z.string()), label: z.string() })),
  /** Plain sentence: "Ana gave Ben Tester on Billing". */
  sentence: z.string(),
  sentenceMessage: kept,
  outcome: z.nullable(z.string()),
  jobId: z.nullable(idSchema),
  hash: z.string(),
})
export type AuditEntry = z.output<typeof auditEntrySchema>

export const listAudit = route({
  method: 'GET',
  path: '/api/audit',
  summary: 'The audit, newest first',
  permission: 'audit:read',
  query: z.object({
    q: z.optional(storableText(200)),
    action: z.optional(z.enum(auditActions)),
    actor: z.optional(storableText(320)),
    userId: z.optional(idSchema),
    jobId: z.optional(idSchema),
    from: z.optional(timeSchema),
    to: z.optional(timeSchema),
    cursor: z.optional(cursorSchema),
    limit: limitSchema,
  }),
  responses: { 200: pageOf(auditEntrySchema) },
})

export const verifyAudit = route({
  method: 'GET',
  path: '/api/audit/verify',
  summary: 'Check the whole chain of the audit',
  permission: 'audit:read',
  responses: {
    200: z.object({
      intact: z.boolean(),
      entries: countSchema,
      /** Hash of the newest entry: write it down elsewhere to notice a chain rebuilt as a whole. */
      head: z.nullable(z.string()),
      /** First entry that does not fit, or null. */
      firstBad: z.nullable(countSchema),
    }),
  },
})
