import { eraseStatus, eraseStatusPath } from '@muster/kore-api/erase-status'
import type { CallOptions, ErasureReading } from '../../../engine/kore-ports.ts'
import type { Gate } from '../gate/gate.ts'
import { list, member, parseJson, text } from '../responses/json-value.ts'
import { redact, wordsOf } from '../responses/redact.ts'
import { errorWords } from '../responses/response-kind.ts'

/** The status of an erasure (Delete Customer Data Status). Only `SUCCESS` is a success. */
export async function readErasure(gate: Gate, requestId: string, options: CallOptions): Promise<ErasureReading> {
  const result = await gate.call({ endpoint: eraseStatus, path: eraseStatusPath(requestId), body: null, ...options })
  if (result.kind !== 'response') return { kind: 'unreadable', cause: result.cause, koreResponse: null }
  const koreResponse = wordsOf(result.text)
  if (result.is === 'limited') return { kind: 'unreadable', cause: 'rate_limited', koreResponse }
  if (result.is === 'credential') return { kind: 'unreadable', cause: 'credential_rejected', koreResponse }
  // An error with the status of a success may be that the request is not found.
  if (result.is === 'trouble' && result.response.status >= 500)
    return { kind: 'unreadable', cause: 'upstream_trouble', koreResponse }
  return readErasureResponse(requestId, { status: result.response.status, body: result.text })
}

/** Parses the response, apart from the network. */
export function readErasureResponse(
  requestId: string,
  response: { readonly status: number; readonly body: string },
): ErasureReading {
  const koreResponse = wordsOf(response.body)
  const body = parseJson(response.body)?.value
  const words = errorWords(body)
  if (response.status === 404 || words.some((one) => /not found|invalid.*request ?id/i.test(one))) {
    return { kind: 'missing', koreResponse }
  }
  const users = member(body, 'response')
  const id = text(member(body, '_id')) ?? text(member(body, 'requestId'))
  if (response.status !== 200 || words.length > 0 || !Array.isArray(users) || (id !== undefined && id !== requestId)) {
    return { kind: 'unreadable', cause: 'unexpected_response', koreResponse }
  }
  return {
    kind: 'status',
    people: list(users).map((entry) => {
      const status = text(member(entry, 'status')) ?? ''
      return { userId: personOf(member(entry, 'userId')), status: redact(status), state: stateOf(status) }
    }),
  }
}

/** The response form of a channel identity is undocumented: use its user id if present, otherwise the text itself. */
function personOf(userId: unknown): string {
  return text(userId) ?? text(member(userId, 'channel_user_id')) ?? wordsOf(userId) ?? ''
}

function stateOf(status: string): 'erased' | 'failed' | 'waiting' {
  const word = status.trim().toLowerCase()
  if (word === 'success') return 'erased'
  return ['', 'in-progress', 'in progress', 'inprogress', 'queued', 'pending'].includes(word) ? 'waiting' : 'failed'
}
