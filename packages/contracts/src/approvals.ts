import { permissions } from '@muster/core/permission'
import { approvalEventKinds, approvalKinds, approvalStates } from '@muster/core/policy/approval'
import * as z from 'zod/mini'
import { kept } from './message.ts'
import { planSummarySchema } from './plans.ts'
import { fresh, route } from './route.ts'
import { countSchema, cursorSchema, idSchema, limitSchema, pageOf, storableText, timeSchema } from './values.ts'

const commentSchema = storableText(2000)
const permissionSchema = z.enum(permissions)

/** The request for approval of a plan. */
const approvalRequestSchema = z.object({
  state: z.enum(approvalStates),
  requestedBy: z.string(),
  requestedAt: timeSchema,
  decidedBy: z.nullable(z.string()),
  decidedAt: z.nullable(timeSchema),
})

/** The approval of a plan, and what the reader may do about it. */
export const planApprovalSchema = z.object({
  planId: idSchema,
  /** Permissions that the plan needs. */
  needs: z.array(permissionSchema),
  /** Those that the reader lacks. */
  lacks: z.array(permissionSchema),
  /** Rules of the approval policy that the plan meets, in words; empty if it needs no approval. */
  reasons: z.array(z.object({ text: z.string(), textMessage: kept })),
  request: z.nullable(approvalRequestSchema),
  events: z.array(
    z.object({ at: timeSchema, actor: z.string(), kind: z.enum(approvalEventKinds), comment: z.string() }),
  ),
  /** An approval ends with its plan. */
  expiresAt: timeSchema,
  /** Members who may approve it, by email. */
  approvers: z.array(z.object({ email: z.string(), name: z.string() })),
  mayRequest: z.boolean(),
  mayDecide: z.boolean(),
  mayWithdraw: z.boolean(),
  mayComment: z.boolean(),
  /** Whether the reader may apply the plan now, as far as permissions and approval go. */
  mayApply: z.boolean(),
})
export type PlanApproval = z.output<typeof planApprovalSchema>

const approvalEntrySchema = z.object({
  planId: idSchema,
  title: z.string(),
  titleMessage: kept,
  total: countSchema,
  kinds: planSummarySchema.shape.kinds,
  ...approvalRequestSchema.shape,
  /** Whether the reader may decide about it. */
  mayDecide: z.boolean(),
  isOwn: z.boolean(),
  jobId: z.nullable(idSchema),
  expiresAt: timeSchema,
})
export type ApprovalEntry = z.output<typeof approvalEntrySchema>

const ofPlan = z.object({ id: idSchema })

export const listApprovals = route({
  method: 'GET',
  path: '/api/approvals',
  summary: 'Requests for approval, newest plan first',
  permission: 'plans:read',
  stepUp: 'none',
  limited: 'within',
  query: z.object({
    /** `waiting`: without a decision. */
    only: z.optional(z.enum(['waiting'])),
    cursor: z.optional(cursorSchema),
    limit: limitSchema,
  }),
  responses: { 200: pageOf(approvalEntrySchema) },
})

export const countApprovals = route({
  method: 'GET',
  path: '/api/approvals/count',
  summary: 'How many requests the reader may decide about',
  permission: 'plans:read',
  stepUp: 'none',
  limited: 'no_users',
  responses: { 200: z.object({ waiting: countSchema }) },
})

export const getApproval = route({
  method: 'GET',
  path: '/api/plans/:id/approval',
  summary: 'What a plan needs to be applied, and its request for approval',
  permission: 'plans:read',
  stepUp: 'none',
  limited: { own: 'plans' },
  params: ofPlan,
  responses: { 200: planApprovalSchema },
})

export const requestApproval = route({
  method: 'POST',
  path: '/api/plans/:id/approval',
  summary: 'Request approval of a plan, with a reason',
  permission: 'plans:write',
  stepUp: 'none',
  limited: { own: 'plans' },
  params: ofPlan,
  body: z.object({ hash: z.string(), reason: commentSchema.check(z.trim(), z.minLength(1)) }),
  responses: { 200: planApprovalSchema },
  problems: ['conflict', 'plan_not_ready'],
})

export const withdrawApproval = route({
  method: 'DELETE',
  path: '/api/plans/:id/approval',
  summary: 'Withdraw your request for approval',
  permission: 'plans:write',
  stepUp: 'none',
  limited: { own: 'plans' },
  params: ofPlan,
  responses: { 200: planApprovalSchema },
  problems: ['conflict', 'plan_not_ready'],
})

export const decideApproval = route({
  method: 'POST',
  path: '/api/plans/:id/approval/decision',
  summary: 'Approve a plan by its hash, reject it, or request changes',
  permission: 'plans:approve',
  stepUp: { ...fresh, when: { field: 'decision', values: ['approve'] } },
  params: ofPlan,
  body: z.object({
    hash: z.string(),
    decision: z.enum(['approve', 'reject', 'request_changes']),
    comment: commentSchema.check(z.trim()),
  }),
  responses: { 200: planApprovalSchema },
  problems: ['conflict', 'plan_not_ready'],
})

export const commentApproval = route({
  method: 'POST',
  path: '/api/plans/:id/approval/comments',
  summary: 'Comment on a request for approval',
  permission: 'plans:read',
  stepUp: 'none',
  limited: { own: 'plans' },
  params: ofPlan,
  body: z.object({ comment: commentSchema.check(z.trim(), z.minLength(1)) }),
  responses: { 200: planApprovalSchema },
  problems: ['conflict', 'plan_not_ready'],
})

const ruleSchema = z.nullable(
  z.object({
    fromUsers: z.nullable(z.int().check(z.minimum(1), z.maximum(1_000_000))),
    fromPercent: z.nullable(z.number().check(z.minimum(0.1), z.maximum(100))),
  }),
)
export const approvalPolicySchema = z.object({
  remove: ruleSchema,
  erase: ruleSchema,
  elevate: ruleSchema,
  everything: ruleSchema,
} satisfies Record<(typeof approvalKinds)[number], typeof ruleSchema>)
export type ApprovalPolicyEntry = z.output<typeof approvalPolicySchema>

export const getApprovalPolicy = route({
  method: 'GET',
  path: '/api/approval-policy',
  summary: 'Which plans need approval by another member',
  permission: 'plans:read',
  stepUp: 'none',
  limited: 'no_users',
  responses: { 200: approvalPolicySchema },
})

export const setApprovalPolicy = route({
  method: 'PUT',
  path: '/api/approval-policy',
  summary: 'Set which plans need approval by another member',
  permission: 'policy:manage',
  stepUp: fresh,
  body: approvalPolicySchema,
  responses: { 200: approvalPolicySchema },
})
