import { recordKeys } from '@muster/core/record-keys'
import * as z from 'zod/mini'
import { kept } from './message.ts'

/** Every problem code with its HTTP status. */
export const problemStatus = {
  invalid_request: 400,
  not_signed_in: 401,
  sign_in_failed: 401,
  second_factor_required: 401,
  reauthentication_required: 401,
  forbidden: 403,
  csrf_refused: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  plan_not_ready: 409,
  plan_already_applied: 409,
  job_state: 409,
  guard_refused: 409,
  approval_required: 409,
  gone: 410,
  too_large: 413,
  unsupported_media_type: 415,
  confirmation_mismatch: 422,
  idempotency_mismatch: 422,
  file_refused: 422,
  too_many_requests: 429,
  internal: 500,
  kore_unreachable: 502,
  kore_unexpected: 502,
  kore_rate_limited: 503,
  kore_credential_rejected: 502,
  kore_scope_missing: 502,
  identity_provider_unreachable: 502,
  stopping: 503,
  storage_away: 503,
  storage_full: 507,
  storage_damaged: 503,
} as const

export type ProblemCode = keyof typeof problemStatus
export const problemCodes: readonly ProblemCode[] = recordKeys(problemStatus)

/** Problems that any route may return. */
export const generalProblems: readonly ProblemCode[] = [
  'invalid_request',
  'not_signed_in',
  'forbidden',
  'csrf_refused',
  'not_found',
  'method_not_allowed',
  'too_large',
  'unsupported_media_type',
  'too_many_requests',
  'internal',
  'storage_away',
  'storage_full',
  'storage_damaged',
  'stopping',
]

/** RFC 9457 problem details, with a literal code and the id to quote. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  titleMessage: kept,
  status: z.number(),
  /** What happened, where, and what to do: a sentence for users. */
  detail: z.string(),
  detailMessage: kept,
  code: z.enum(problemCodes),
  requestId: z.string(),
  /** One entry for each invalid field: `body.users[3].email`, and its issue. */
  errors: z.optional(z.array(z.object({ location: z.string(), message: z.string(), messageMessage: kept }))),
})
export type Problem = z.output<typeof problemSchema>
