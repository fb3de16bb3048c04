import * as z from 'zod/mini'
import { endpointNames } from '../server/endpoint-names.ts'

/** The kinds of faults. */
const faultKinds = [
  /** Responds with `status` and `body`. */
  'status',
  /** Responds like the rate limit, with `retryAfter` seconds in the header if given. */
  'rate-limit',
  /** Responds correctly, `latencyMs` later. */
  'latency',
  /** Destroys the socket without an effect. */
  'drop-before',
  /** Destroys the socket after the effect. */
  'drop-after',
  /** Destroys the socket; the effect happens `lateMs` later. */
  'late-effect',
  /** Never responds. */
  'hang',
  /** Responds with 200 and an invalid body, see `garbage`. */
  'garbage',
  /** Responds correctly, but omits `user` from every list. */
  'omit',
] as const

const positive = z.int().check(z.minimum(1))
const duration = z.int().check(z.minimum(0), z.maximum(3_600_000))

/** One rule: the fault and the calls it applies to. Without `next` and `every`: each matching call, until cleared. */
export const faultRule = z.strictObject({
  kind: z.enum(faultKinds),
  /** Calls of this endpoint only. */
  endpoint: z.optional(z.enum(endpointNames)),
  /** Only calls that name this user (email, organization id or `u-` id). */
  user: z.optional(z.string()),
  /** Only this many of the next matching calls. */
  next: z.optional(positive),
  /** Only every n-th matching call. */
  every: z.optional(positive),
  status: z.optional(z.int().check(z.minimum(200), z.maximum(599))),
  /** Sent as JSON; a string is sent unchanged. */
  body: z.optional(z.unknown()),
  headers: z.optional(z.record(z.string(), z.string())),
  retryAfter: z.optional(duration),
  latencyMs: z.optional(duration),
  lateMs: z.optional(duration),
  garbage: z.optional(z.enum(['html', 'empty', 'truncated', 'wrong-shape'])),
  /** Whether the call takes effect before the fault: by default `garbage` does, `status` and `hang` do not. */
  effect: z.optional(z.enum(['none', 'applied'])),
})
export type FaultRule = z.infer<typeof faultRule>
