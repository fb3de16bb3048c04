import type { Message } from '@muster/core/text/message'
import { koreEndpoints } from '@muster/kore-api/endpoints'
import type { AcceptedElsewhere, Refusal } from '../transport/diagnose-refusal.ts'

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
  readonly refusal: Refusal | null
  /** Calls are numbered as they leave. */
  readonly begun: number
  readonly at: number
}

export interface EndpointLog {
  /** Records the result of a call, unless a call that left later has already ended. */
  note(name: string, last: LastCall): void
  /** A test of the connection could not try the endpoint, for this reason: an earlier success counts no more. */
  untried(name: string, reason: Message, at: number): void
  all(): readonly EndpointReport[]
}

type Diagnose = (refusal: Refusal, at: { scope: string; elsewhere: AcceptedElsewhere }) => Message

/** Diagnoses refusals when they are read: results of other endpoints distinguish a missing scope from a wrong secret. */
export function createEndpointLog(diagnose: Diagnose): EndpointLog {
  const last = new Map<string, LastCall>()
  const elsewhere = (scope: string): AcceptedElsewhere => {
    const others = koreEndpoints.flatMap((one) => (one.scope === scope ? [] : (last.get(one.name)?.state ?? [])))
    if (others.includes('works')) return 'yes'
    return others.includes('refused') ? 'no' : 'unknown'
  }
  return {
    note: (name, result) => {
      if (result.begun > (last.get(name)?.begun ?? 0)) last.set(name, result)
    },
    untried: (name, detail, at) => {
      const before = last.get(name)
      if (before === undefined || before.state === 'works' || before.state === 'untried')
        last.set(name, { begun: 0, refusal: null, ...before, state: 'untried', detail, at })
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
