import * as z from 'zod/mini'
import { route } from '../route.ts'
import { countSchema, timeSchema } from '../values.ts'

export const retentionKinds = [
  'uploads',
  'plans',
  'selections',
  'responses',
  'jobs',
  'cases',
  'notices',
  'emails',
  'audit',
] as const
export type RetentionKind = (typeof retentionKinds)[number]

export const getRetention = route({
  method: 'GET',
  path: '/api/retention',
  summary: 'What is stored, and how long it is kept',
  permission: 'audit:read',
  stepUp: 'none',
  responses: {
    200: z.object({
      items: z.array(
        z.object({
          kind: z.enum(retentionKinds),
          /** Null: forever, or as long as what it belongs to. */
          days: z.nullable(countSchema),
          /** The setting; null: fixed. */
          setting: z.nullable(z.string()),
          count: countSchema,
          oldest: z.nullable(timeSchema),
        }),
      ),
    }),
  },
})
