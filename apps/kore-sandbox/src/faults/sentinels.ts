import { type SentinelName, sentinelEmail, sentinelNames } from '../users/well-known.ts'
import type { FaultRule } from './fault.ts'

const errors = (msg: string, code: number): object => ({ errors: [{ msg, code }] })
const status = (code: number, msg: string): FaultRule => ({ kind: 'status', status: code, body: errors(msg, code) })

/** The effect of naming a sentinel. Update and removal implement `reason-…`; `flaky` fails only once. */
const faultOf: Readonly<Record<SentinelName, FaultRule | undefined>> = {
  '400': status(400, 'Bad Request'),
  '401': { kind: 'status', status: 401, body: errors('Invalid SDK credentials', 4002) },
  '403': status(403, 'Forbidden'),
  '429': { kind: 'rate-limit' },
  '429-retry-after': { kind: 'rate-limit', retryAfter: 1 },
  '500': status(500, 'Internal Server Error'),
  '502-after': { kind: 'status', status: 502, body: '<html><h1>502 Bad Gateway</h1></html>', effect: 'applied' },
  '503': status(503, 'Service Unavailable'),
  flaky: { ...status(503, 'Service Unavailable'), next: 1 },
  'drop-before': { kind: 'drop-before' },
  'drop-after': { kind: 'drop-after' },
  late: { kind: 'late-effect', lateMs: 1500 },
  hang: { kind: 'hang' },
  slow: { kind: 'latency', latencyMs: 2000 },
  html: { kind: 'garbage', garbage: 'html' },
  empty: { kind: 'garbage', garbage: 'empty' },
  truncated: { kind: 'garbage', garbage: 'truncated' },
  'wrong-shape': { kind: 'garbage', garbage: 'wrong-shape' },
  poison: status(400, 'Invalid values in the body'),
  'reason-string': undefined,
  'reason-errors': undefined,
  'read-500': status(500, 'Internal Server Error'),
}

/** Rules of all sentinels, each for calls with any of its ids. */
export function sentinelRules(idsOf: (emailId: string) => readonly string[]) {
  return sentinelNames.flatMap((name) => {
    const rule = faultOf[name]
    const ids = idsOf(sentinelEmail(name)).map((id) => id.toLowerCase())
    return rule === undefined ? [] : [{ rule, ids: new Set(ids), reads: name === 'read-500' }]
  })
}

/** The reason a sentinel gives for its own failure, in the two forms other than the long object. */
export function plantedReason(emailId: string): unknown {
  if (emailId === sentinelEmail('reason-string')) return 'This user cannot be changed'
  if (emailId === sentinelEmail('reason-errors')) return errors('This user cannot be changed', 400)
  return undefined
}
