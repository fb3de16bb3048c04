import type { PassThroughOperation, ScriptRequest, UserEnd } from '../../../features/kore/ports.ts'
import { eraseOutcome } from '../responses/erase-outcome.ts'
import type { RawAnswer } from '../responses/response-kind.ts'
import { type Requested, userOutcomes } from '../responses/user-outcomes.ts'

interface Ends {
  readonly ends: readonly UserEnd[]
  /** Kore.ai's id of an erasure request. */
  readonly requestId: string | null
}

/** What a response proves for each user of a script's call, in the order of the requests. */
export function passThroughEnds(
  operation: PassThroughOperation,
  requests: readonly ScriptRequest[],
  answer: RawAnswer,
): Ends {
  const requested = requests.map(
    ({ identifier }, n): Requested => ({ key: String(n), identifier: namedIn(identifier) }),
  )
  const outcome =
    operation === 'eraseUsersData'
      ? eraseOutcome(answer)
      : userOutcomes(operation === 'updateUsers' ? 'update' : 'remove', requested, answer)
  const all = (end: UserEnd): readonly UserEnd[] => requests.map(() => end)
  switch (outcome.kind) {
    case 'queued':
      return { ends: all({ ok: true }), requestId: outcome.requestId }
    case 'answered': {
      const byKey = new Map(outcome.results.map((result) => [result.key, result]))
      const ends = requests.map((_, n): UserEnd => {
        const result = byKey.get(String(n))
        if (result?.ok === true) return { ok: true }
        const { cause = 'no_answer', koreAnswer = null, details = {}, partial = true } = result ?? {}
        return { ok: false, cause, koreAnswer, details, unknown: partial, ofWhole: false }
      })
      return { ends, requestId: null }
    }
    case 'refused':
    case 'not_sent':
    case 'in_doubt': {
      const { cause, koreAnswer } = outcome
      const isInDoubt = outcome.kind === 'in_doubt'
      return {
        ends: all({ ok: false, cause, koreAnswer, details: {}, unknown: isInDoubt, ofWhole: !isInDoubt }),
        requestId: null,
      }
    }
  }
}

/** Responses to updates and removals identify users by email or organization id. */
function namedIn({ by, value }: ScriptRequest['identifier']): Requested['identifier'] {
  return { by: by === 'email' ? 'email' : 'orgUserId', value }
}
