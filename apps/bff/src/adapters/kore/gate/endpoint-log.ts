import type { Message } from '@muster/core/text/message'
import { koreEndpoints } from '@muster/kore-api/endpoints'
import type { AcceptedElsewhere, CredentialRefusal } from '../transport/diagnose-refusal.ts'

export type EndpointState = 'works' | 'refused' | 'failed' | 'not_kore' | 'untried'

/** What the last call revealed about an endpoint. */
export interface EndpointReport {
  readonly name: string
  /** The required scope, as the Admin Console names it. */
  readonly scope: string
  readonly state: EndpointState
  readonly detail: Message | null
  /** Wall-clock milliseconds. */
  readonly checkedAt: number | null
}

interface LastCall {
  readonly state: EndpointState
  readonly detail: Message | null
  /** Evidence for the diagnosis of a refusal. */
  readonly refusal: CredentialRefusal | null
  /** Calls are numbered as they leave. */
  readonly begun: number
  readonly at: number
  /** It left to explain the refusal of another call. */
  readonly explains: boolean
}

export interface EndpointLog {
  /** Records the result of a call, unless a call that left later has already ended. */
  note(name: string, last: LastCall): void
  /** A test of the connection could not try the endpoint, for this reason: an earlier success counts no more. */
  untried(name: string, reason: Message, at: number): void
  /** Whether the credential is accepted in other scopes, as far as known since this one is refused. */
  acceptedElsewhere(scope: string): AcceptedElsewhere
  all(): readonly EndpointReport[]
}

type Diagnose = (refusal: CredentialRefusal, at: { scope: string; elsewhere: AcceptedElsewhere }) => Message

/** Since when each scope is refused: the first refused call since one was accepted there. */
function createRefusedScopes() {
  const since = new Map<string, number>()
  const note = (name: string, { state, begun }: LastCall): void => {
    const scope = koreEndpoints.find((one) => one.name === name)?.scope
    if (scope === undefined) return
    const first = since.get(scope)
    if (state === 'refused' && first === undefined) since.set(scope, begun)
    if (state === 'works' && first !== undefined && begun > first) since.delete(scope)
  }
  return { since, note }
}

/**
 * The refusal that these calls explained has ended, and with it what they show: no other call of their endpoints may
 * follow for long, and the credential would be shown as refused until then.
 */
function endExplanations(last: Map<string, LastCall>, { begun, at }: LastCall): void {
  for (const [name, call] of last)
    if (call.explains && call.state === 'refused' && call.begun < begun)
      last.set(name, { ...call, state: 'untried', detail: null, refusal: null, at })
}

/** Diagnoses refusals when they are read: results of other endpoints distinguish a missing scope from a wrong secret. */
export function createEndpointLog(diagnose: Diagnose): EndpointLog {
  const last = new Map<string, LastCall>()
  const refused = createRefusedScopes()
  /** Whether a call outside the scope was accepted since. An earlier one proves nothing: the secret may have been reset. */
  const isAcceptedBeyond = (scope: string, since: number) =>
    koreEndpoints.some((one) => {
      const call = last.get(one.name)
      return one.scope !== scope && call?.state === 'works' && call.begun > since
    })
  const elsewhere = (scope: string): AcceptedElsewhere => {
    if (isAcceptedBeyond(scope, refused.since.get(scope) ?? 0)) return 'yes'
    const others = [...refused.since].filter(([other]) => other !== scope)
    return others.some(([other, since]) => !isAcceptedBeyond(other, since)) ? 'no' : 'unknown'
  }
  return {
    note: (name, result) => {
      if (result.begun <= (last.get(name)?.begun ?? 0)) return
      last.set(name, result)
      refused.note(name, result)
      if (result.state === 'works') endExplanations(last, result)
    },
    acceptedElsewhere: elsewhere,
    untried: (name, detail, at) => {
      const before = last.get(name)
      if (before === undefined || before.state === 'works' || before.state === 'untried')
        last.set(name, { begun: 0, refusal: null, explains: false, ...before, state: 'untried', detail, at })
    },
    all: () =>
      koreEndpoints.map(({ name, scope }) => {
        const seen = last.get(name)
        const refusal = seen?.refusal ?? null
        return {
          name,
          scope,
          state: seen?.state ?? 'untried',
          detail: refusal === null ? (seen?.detail ?? null) : diagnose(refusal, { scope, elsewhere: elsewhere(scope) }),
          checkedAt: seen?.at ?? null,
        }
      }),
  }
}
