import { approvalStates } from '@muster/core/policy/approval'
import * as z from 'zod/mini'
import { planSchema, planSummarySchema } from '../plans.ts'
import { route } from '../route.ts'
import { planFilters } from '../search-values.ts'
import { countSchema, cursorSchema, idSchema, limitSchema, plainText, titleSearchSchema } from '../values.ts'

/** A plan in the list of plans. */
export const planListEntrySchema = z.object({
  ...z.pick(planSchema, {
    id: true,
    title: true,
    titleMessage: true,
    name: true,
    source: true,
    state: true,
    jobId: true,
    createdBy: true,
    createdAt: true,
    isEditable: true,
  }).shape,
  /** State of its request for approval; null without one. */
  approval: z.nullable(z.enum(approvalStates)),
  /** Users and people of the plan; 0 while it is being computed. */
  total: countSchema,
  kinds: planSummarySchema.shape.kinds,
})
export type PlanListEntry = z.output<typeof planListEntrySchema>

export const listPlans = route({
  method: 'GET',
  path: '/api/plans',
  summary: 'All plans, newest first',
  permission: 'plans:read',
  stepUp: 'none',
  limited: 'within',
  query: z.object({
    /** `not_applied`: drafts, expired, replaced and failed plans. */
    only: z.optional(z.enum(planFilters)),
    q: z.optional(titleSearchSchema),
    cursor: z.optional(cursorSchema),
    limit: limitSchema,
  }),
  responses: { 200: z.object({ items: z.array(planListEntrySchema), next: z.nullable(z.string()) }) },
})

/** Most characters of a plan's name. */
export const mostOfName = 100

export const renamePlan = route({
  method: 'PATCH',
  path: '/api/plans/:id',
  summary: 'Name a plan, or drop its name; its content and hash stay',
  permission: 'plans:write',
  stepUp: 'none',
  limited: { own: 'plans' },
  params: z.object({ id: idSchema }),
  body: z.object({ name: z.nullable(plainText(mostOfName).check(z.trim(), z.minLength(1))) }),
  responses: { 200: planSchema },
})
