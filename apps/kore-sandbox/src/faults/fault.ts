import * as z from 'zod/mini'
import { endpointNames } from '../server/endpoint-names.ts'

/** What goes wrong with a call. */
const faultKinds = [
  /** Answered with `status` and `body`. */
  'status',
  /** Answered as the rate limit is, `retryAfter` seconds in the header if given. */
  'rate-limit',
  /** Answered rightly, `latencyMs` later. */
  'latency',
  /** The socket is destroyed and nothing happened. */
  'drop-before',
  /** Everything happened, then the socket is destroyed. */
  'drop-after',
  /** The socket is destroyed, and `lateMs` later everything happens. */
  'late-effect',
  /** Never answered. */
  'hang',
  /** Answered 200 with what is no answer, see `garbage`. */
  'garbage',
  /** Answered rightly, but for what it says of `user`: that is left out of every list. */
  'omit',
] as const

const positive = z.int().check(z.minimum(1))
const duration = z.int().check(z.minimum(0), z.maximum(3_600_000))

/** One rule: what goes wrong, and with which calls. Without `next` and `every`: with each that matches, until cleared. */
export const faultRule = z.strictObject({
  kind: z.enum(faultKinds),
  /** Calls of this endpoint only. */
  endpoint: z.optional(z.enum(endpointNames)),
  /** Calls that name this user (e-mail, organisation id or `u-` id) only. */
  user: z.optional(z.string()),
  /** Only the next so many matching calls. */
  next: z.optional(positive),
  /** Only each so-manieth matching call. */
  every: z.optional(positive),
  status: z.optional(z.int().check(z.minimum(200), z.maximum(599))),
  /** Sent as JSON, a string as it is. */
  body: z.optional(z.unknown()),
  headers: z.optional(z.record(z.string(), z.string())),
  retryAfter: z.optional(duration),
  latencyMs: z.optional(duration),
  lateMs: z.optional(duration),
  garbage: z.optional(z.enum(['html', 'empty', 'truncated', 'wrong-shape'])),
  /** Whether the call takes effect before it goes wrong: by default garbage does, `status` and `hang` do not. */
  effect: z.optional(z.enum(['none', 'applied'])),
})
export type FaultRule = z.infer<typeof faultRule>
