import * as z from 'zod/mini'
import { fresh, route } from '../route.ts'
import { countSchema, storableText } from '../values.ts'

const erasedCount = z.object({
  /** Entries of the audit. */
  entries: countSchema,
  /** People of ended erasures. */
  requests: countSchema,
  /** Closed erasure cases. */
  cases: countSchema,
  /** Plans that were not applied, which are deleted. */
  plans: countSchema,
  /** Ended jobs, of which the person's items are emptied. */
  jobs: countSchema,
  /** Files, which are deleted with their rows. */
  files: countSchema,
  /** Responses, selections, comments, notices, unreadable records. */
  others: countSchema,
})

export const erasePersonFromAudit = route({
  method: 'POST',
  path: '/api/audit/erasures',
  summary: 'Erase a person from everything that Muster stores; without `confirmed`, count what names them',
  permission: 'audit:erase',
  stepUp: fresh,
  body: z.object({
    /** A full email address or an ID, not of a current member. */
    name: storableText(320).check(z.trim(), z.minLength(3)),
    confirmed: z.optional(erasedCount),
  }),
  responses: {
    200: z.object({
      count: erasedCount,
      /** What names the person and stays. */
      remaining: z.object({
        /** Users in the copy of the directory, which follows Kore.ai. */
        directory: countSchema,
        /** Plans, jobs and files that Muster works on. */
        running: countSchema,
        openErasures: countSchema,
        openCases: countSchema,
      }),
      /** Files that may name the person where Muster does not search: workbooks beside their rows, lines above a heading, refused files. */
      unsearched: countSchema,
      /** False: only counted, or the count has changed since. */
      erased: z.boolean(),
    }),
  },
})
