import type { KoreEndpoint } from '@muster/kore-api/endpoint'
import { eraseUsersData } from '@muster/kore-api/erase-users-data'
import { removeUsers } from '@muster/kore-api/remove-users'
import { updateUsers } from '@muster/kore-api/update-users'
import type {
  KorePassThrough,
  PassThroughOperation,
  PassThroughResult,
  ScriptRequest,
  UserEnd,
} from '../../../features/kore/ports.ts'
import type { Gate, GateResult } from '../gate/gate.ts'
import { eraseOutcome } from '../responses/erase-outcome.ts'
import { parseJson } from '../responses/json-value.ts'
import { redactMessage, wordsOf } from '../responses/redact.ts'
import type { RawResponse } from '../responses/response-kind.ts'
import { type Requested, userOutcomes } from '../responses/user-outcomes.ts'
import { checkPassThroughBody } from './pass-through-body.ts'

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
      const { requests, ...sent } = call
      const result = await gate.call({ ...sent, endpoint, lane: 'interactive', intentFollows: true })
      return readable(result, (response) => passThroughEnds(operation, requests, response))
    },
  }
}

function readable(
  result: GateResult,
  read: (response: RawResponse) => ReturnType<typeof passThroughEnds>,
): PassThroughResult {
  if (result.kind === 'in_doubt') return { kind: 'in_doubt', detail: redactMessage(result.detail) }
  if (result.kind === 'not_sent') {
    const { cause, detail, retryAfterMs } = result
    return { kind: 'not_sent', cause, detail: redactMessage(detail), retryAfterMs }
  }
  const { status, body } = result.response
  if (result.is === 'credential')
    return { kind: 'credential_rejected', detail: wordsOf(result.text) ?? `HTTP ${status}` }
  // Passes on JSON only: our origin must not serve HTML pages, and a script must not follow a redirect.
  const usable = (status >= 200 && status < 300) || status >= 400
  if (!usable || parseJson(result.text) === undefined) {
    return { kind: 'unreadable', status, detail: wordsOf(result.text) ?? `HTTP ${status}` }
  }
  return { kind: 'response', status, body, retryAfterMs: result.retryAfterMs, ...read({ status, body: result.text }) }
}

interface Ends {
  readonly ends: readonly UserEnd[]
  /** Kore.ai's id of an erasure request. */
  readonly requestId: string | null
}

/** What a response proves for each user of a script's call, in the order of the requests. */
function passThroughEnds(
  operation: PassThroughOperation,
  requests: readonly ScriptRequest[],
  response: RawResponse,
): Ends {
  const requested = requests.map(
    ({ identifier }, n): Requested => ({ key: String(n), identifier: namedIn(identifier) }),
  )
  const outcome =
    operation === 'eraseUsersData'
      ? eraseOutcome(response)
      : userOutcomes(operation === 'updateUsers' ? 'update' : 'remove', requested, response)
  const all = (end: UserEnd): readonly UserEnd[] => requests.map(() => end)
  switch (outcome.kind) {
    case 'queued':
      return { ends: all({ ok: true }), requestId: outcome.requestId }
    case 'response': {
      const byKey = new Map(outcome.results.map((result) => [result.key, result]))
      const ends = requests.map((_, n): UserEnd => {
        const result = byKey.get(String(n))
        if (result?.ok === true) return { ok: true }
        const { cause = 'no_response', koreResponse = null, details = {}, partial = true } = result ?? {}
        return { ok: false, cause, koreResponse, details, unknown: partial, ofWhole: false }
      })
      return { ends, requestId: null }
    }
    case 'refused':
    case 'not_sent':
    case 'in_doubt': {
      const { cause, koreResponse } = outcome
      const isInDoubt = outcome.kind === 'in_doubt'
      return {
        ends: all({ ok: false, cause, koreResponse, details: {}, unknown: isInDoubt, ofWhole: !isInDoubt }),
        requestId: null,
      }
    }
  }
}

/** Responses to updates and removals identify users by email or organization id. */
function namedIn({ by, value }: ScriptRequest['identifier']): Requested['identifier'] {
  return { by: by === 'email' ? 'email' : 'orgUserId', value }
}
