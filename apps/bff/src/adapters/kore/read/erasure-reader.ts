import { eraseStatus, eraseStatusPath } from '@muster/kore-api/erase-status'
import type { CallOptions, ErasureReading } from '../../../engine/kore-ports.ts'
import type { Gate } from '../gate/gate.ts'
import { list, member, parseJson, text } from '../responses/json-value.ts'
import { redact, wordsOf } from '../responses/redact.ts'
import { errorWords } from '../responses/response-kind.ts'

/** The status of an erasure (Delete Customer Data Status). Only `SUCCESS` is a success. */
export async function readErasure(gate: Gate, requestId: string, options: CallOptions): Promise<ErasureReading> {
  const result = await gate.call({ endpoint: eraseStatus, path: eraseStatusPath(requestId), body: null, ...options })
  if (result.kind !== 'answered') return { kind: 'unreadable', cause: result.cause, koreAnswer: null }
  const koreAnswer = wordsOf(result.text)
  if (result.is === 'limited') return { kind: 'unreadable', cause: 'rate_limited', koreAnswer }
  if (result.is === 'credential') return { kind: 'unreadable', cause: 'credential_rejected', koreAnswer }
  // An error with the status of a success may be that the request is not found.
  if (result.is === 'trouble' && result.answer.status >= 500)
    return { kind: 'unreadable', cause: 'upstream_trouble', koreAnswer }
  return readErasureResponse(requestId, { status: result.answer.status, body: result.text })
}

/** Parses the response, apart from the network. */
export function readErasureResponse(
  requestId: string,
  answer: { readonly status: number; readonly body: string },
): ErasureReading {
  const koreAnswer = wordsOf(answer.body)
  const body = parseJson(answer.body)?.value
  const words = errorWords(body)
  if (answer.status === 404 || words.some((one) => /not found|invalid.*request ?id/i.test(one))) {
    return { kind: 'missing', koreAnswer }
  }
  const response = member(body, 'response')
  const id = text(member(body, '_id')) ?? text(member(body, 'requestId'))
  if (answer.status !== 200 || words.length > 0 || !Array.isArray(response) || (id !== undefined && id !== requestId)) {
    return { kind: 'unreadable', cause: 'unexpected_answer', koreAnswer }
  }
  return {
    kind: 'status',
    people: list(response).map((entry) => {
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
