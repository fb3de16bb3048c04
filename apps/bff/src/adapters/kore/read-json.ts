import type { CauseCode } from '@muster/core/cause'
import type { KoreEndpoint } from '@muster/kore-api/endpoint'
import type { PageResult } from '../../features/directory/ports.ts'
import type { Gate } from './gate.ts'
import { parseJson } from './json-value.ts'
import { redact, wordsOf } from './redact.ts'

/** Causes of reads refused as a whole. */
export const readCause = {
  limited: 'rate_limited',
  credential: 'credential_rejected',
  trouble: 'upstream_trouble',
} as const satisfies Record<string, CauseCode>

/** A read's answer as JSON, or why there is none. */
/** `answered`: Kore.ai did answer, so asking for less may help. */
type ReadFailure = Extract<PageResult<never>, { kind: 'failed' }> & { readonly answered: boolean }

export type ReadAnswer =
  | { readonly kind: 'json'; readonly value: unknown }
  | Extract<PageResult<never>, { kind: 'forbidden' }>
  | ReadFailure

/** One page asked for. */
export interface ReadCall {
  readonly endpoint: KoreEndpoint
  readonly query?: Readonly<Record<string, string | number>>
  readonly body?: string
  readonly signal: AbortSignal
}

/** Asks in the background lane. A 401 or 403 is that endpoint's scope, not a reason to stop all. */
export async function readJson(gate: Gate, call: ReadCall): Promise<ReadAnswer> {
  const query = Object.entries(call.query ?? {}).map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
  const path = query.length === 0 ? call.endpoint.path : `${call.endpoint.path}?${query.join('&')}`
  const { endpoint, signal } = call
  const result = await gate.call({ endpoint, path, body: call.body ?? null, lane: 'background', signal })
  if (result.kind !== 'answered') {
    const retryAfterMs = result.kind === 'not_sent' ? result.retryAfterMs : null
    return { kind: 'failed', cause: result.cause, koreAnswer: redact(result.detail), retryAfterMs, answered: false }
  }
  const koreAnswer = wordsOf(result.text)
  if (result.is === 'credential') return { kind: 'forbidden', scope: endpoint.scope, koreAnswer }
  if (result.is !== 'other') {
    return {
      kind: 'failed',
      cause: readCause[result.is],
      koreAnswer,
      retryAfterMs: result.retryAfterMs,
      answered: result.is === 'trouble',
    }
  }
  const parsed = parseJson(result.text)
  if (result.answer.status !== 200 || parsed === undefined) return unexpected(result.text)
  return { kind: 'json', value: parsed.value }
}

export function unexpected(words: unknown): ReadFailure {
  return { kind: 'failed', cause: 'unexpected_answer', koreAnswer: wordsOf(words), retryAfterMs: null, answered: true }
}
