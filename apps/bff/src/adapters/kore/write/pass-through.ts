import type { KoreEndpoint } from '@muster/kore-api/endpoint'
import { eraseUsersData } from '@muster/kore-api/erase-users-data'
import { removeUsers } from '@muster/kore-api/remove-users'
import { updateUsers } from '@muster/kore-api/update-users'
import type { KorePassThrough, PassThroughOperation, PassThroughResult } from '../../../features/kore/ports.ts'
import type { Gate, GateResult } from '../gate/gate.ts'
import { parseJson } from '../responses/json-value.ts'
import { redactMessage, wordsOf } from '../responses/redact.ts'
import type { RawAnswer } from '../responses/response-kind.ts'
import { checkPassThroughBody } from './pass-through-body.ts'
import { passThroughEnds } from './pass-through-outcomes.ts'

const endpoints: Readonly<Record<PassThroughOperation, KoreEndpoint>> = {
  updateUsers,
  removeUsers,
  eraseUsersData,
}

/** Kore.ai's three core endpoints unchanged, in the interactive lane. Sends the validated value, not the received text. */
export function createPassThrough(gate: Gate): KorePassThrough {
  return {
    check: checkPassThroughBody,
    send: async (operation, call) => {
      const endpoint = endpoints[operation]
      const { body, requests, signal, beforeSend } = call
      const result = await gate.call({ endpoint, body, lane: 'interactive', signal, beforeSend })
      return readable(result, (answer) => passThroughEnds(operation, requests, answer))
    },
  }
}

function readable(
  result: GateResult,
  read: (answer: RawAnswer) => ReturnType<typeof passThroughEnds>,
): PassThroughResult {
  if (result.kind === 'in_doubt') return { kind: 'in_doubt', detail: redactMessage(result.detail) }
  if (result.kind === 'not_sent') {
    const { cause, detail, retryAfterMs } = result
    return { kind: 'not_sent', cause, detail: redactMessage(detail), retryAfterMs }
  }
  const { status, body } = result.answer
  if (result.is === 'credential')
    return { kind: 'credential_rejected', detail: wordsOf(result.text) ?? `HTTP ${status}` }
  // Passes on JSON only: our origin must not serve HTML pages, and a script must not follow a redirect.
  const usable = (status >= 200 && status < 300) || status >= 400
  if (!usable || parseJson(result.text) === undefined) {
    return { kind: 'unreadable', status, detail: wordsOf(result.text) ?? `HTTP ${status}` }
  }
  return { kind: 'answered', status, body, retryAfterMs: result.retryAfterMs, ...read({ status, body: result.text }) }
}
