import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import type { ErasureReading, ErasureResponse, PersonState, WatchedErasure } from './ports.ts'

/** After this long without an end a member must check. */
const ceilingMs = 72 * 3_600_000
const firstMs = 2000
const slowestMs = 300_000
/** Frequent checks; afterwards at most one a minute. */
const frequentChecks = 3

/** Wait before the next check: 2, 4 and 8 s, then a minute and slowly rarer. */
export function nextCheckMs(checks: number): number {
  if (checks < frequentChecks) return firstMs * 2 ** checks
  return Math.min(slowestMs, 60_000 * 1.2 ** (checks - frequentChecks))
}

type Person = WatchedErasure['people'][number]

/** Evaluates the result of a check. Only a documented success of that very person counts as erased. */
export function judgeErasure(erasure: WatchedErasure, response: ErasureResponse, now: number): ErasureReading {
  const people = erasure.people.map((person) => stateOf(person, response))
  const waiting = people.filter((person) => person.state === 'waiting').length
  const failed = people.filter((person) => person.state === 'failed').length
  if (waiting === 0) {
    const reason = failed === 0 ? null : message('erasure.not_erased', { failed, total: people.length })
    return { state: failed === 0 ? 'erased' : 'failed', reason, people, nextCheckAt: null }
  }
  if (now - erasure.requestedAt >= ceilingMs) {
    const reason = message('erasure.no_end', { request: erasure.requestId })
    return { state: 'needs_decision', reason, people, nextCheckAt: null }
  }
  const nextCheckAt = now + nextCheckMs(erasure.checks + 1)
  return {
    state: response.kind === 'status' ? 'in_progress' : 'queued',
    reason: reasonOf(response),
    people,
    nextCheckAt,
  }
}

/** A response may list a person several times, as for each bot: one who is not erased everywhere is not erased. */
const worstFirst: readonly PersonState[] = ['failed', 'waiting', 'erased']

function stateOf(person: Person, response: ErasureResponse): ErasureReading['people'][number] {
  if (response.kind !== 'status') return { n: person.n, state: person.state, koreStatus: null }
  const names = [person.identifier, person.label, person.userId].flatMap((name) =>
    name === null ? [] : [name.toLowerCase()],
  )
  const [reported] = response.people
    .filter((one) => names.includes(one.userId.toLowerCase()))
    .toSorted((one, other) => worstFirst.indexOf(one.state) - worstFirst.indexOf(other.state))
  // Ended people stay ended, even if a later response omits them.
  const state: PersonState = person.state === 'waiting' ? (reported?.state ?? 'waiting') : person.state
  return { n: person.n, state, koreStatus: reported?.status ?? null }
}

function reasonOf(response: ErasureResponse): Message | null {
  if (response.kind === 'status') return null
  if (response.kind === 'missing') return message('erasure.not_known_yet')
  return message('erasure.no_progress')
}
