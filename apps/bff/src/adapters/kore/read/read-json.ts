import type { CauseCode } from '@muster/core/outcome/cause'
import type { Message } from '@muster/core/text/message'
import type { KoreEndpoint } from '@muster/kore-api/endpoint'
import { message } from '@muster/wording/message'
import type { PageResult, ReadFailure } from '../../../features/directory/ports.ts'
import type { Gate } from '../gate/gate.ts'
import { parseJson } from '../responses/json-value.ts'
import { redactMessage, wordsOf } from '../responses/redact.ts'

/** Causes of reads refused as a whole. */
export const readCause = {
  limited: 'rate_limited',
  credential: 'credential_rejected',
  trouble: 'upstream_trouble',
  foreign: 'unexpected_response',
} as const satisfies Record<string, CauseCode>

/** A read's response as JSON, or the reason why there is none. */
export type ReadResponse =
  | { readonly kind: 'json'; readonly value: unknown }
  | Extract<PageResult<never>, { kind: 'forbidden' }>
  | ReadFailure

/** One page to read. */
export interface ReadCall {
  readonly endpoint: KoreEndpoint
  readonly query?: Readonly<Record<string, string | number>>
  readonly body?: string
  readonly signal: AbortSignal
}

/** Reads in the background lane. A 401 or 403 concerns that endpoint's scope and does not stop the others. */
export async function readJson(gate: Gate, call: ReadCall): Promise<ReadResponse> {
  const query = Object.entries(call.query ?? {}).map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
  const path = query.length === 0 ? call.endpoint.path : `${call.endpoint.path}?${query.join('&')}`
  const { endpoint, signal } = call
  const result = await gate.call({ endpoint, path, body: call.body ?? null, lane: 'background', signal })
  if (result.kind !== 'response') {
    const retryAfterMs = result.kind === 'not_sent' ? result.retryAfterMs : null
    const { cause, detail, isPersistent } = result
    return failure(cause, {
      retryAfterMs,
      diagnosis: redactMessage(detail),
      isPersistent,
      hasResponse: result.kind === 'in_doubt',
    })
  }
  const koreResponse = wordsOf(result.text)
  const { is, diagnosis, retryAfterMs } = result
  if (is === 'credential') {
    return {
      kind: 'forbidden',
      scope: endpoint.scope,
      diagnosis: diagnosis ?? message('blocked.credential'),
      koreResponse,
    }
  }
  if (is !== 'other') {
    const isForeign = is === 'foreign'
    return failure(readCause[is], {
      koreResponse,
      retryAfterMs,
      diagnosis,
      isPersistent: isForeign,
      hasResponse: is !== 'limited',
    })
  }
  const parsed = parseJson(result.text)
  if (result.response.status !== 200 || parsed === undefined) return unexpected(result.text)
  return { kind: 'json', value: parsed.value }
}

function failure(cause: CauseCode, more: Partial<ReadFailure>): ReadFailure {
  const nothing = { koreResponse: null, retryAfterMs: null, hasResponse: false, diagnosis: null, isPersistent: false }
  return { kind: 'failed', cause, ...nothing, ...more }
}

/** A response outside the documented form; `diagnosis` names what is missing. */
export function unexpected(response: unknown, diagnosis: Message | null = null): ReadFailure {
  return failure('unexpected_response', { koreResponse: wordsOf(response), hasResponse: true, diagnosis })
}
