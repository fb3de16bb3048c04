import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import type { ConnectionState } from '../adapters/kore/create-kore-gateway.ts'
import type { ConnectionStateStore, KeptConnectionState } from '../adapters/storage/budget/kore-connection-store.ts'
import type { Clock } from '../clock.ts'

const isSame = (one: Message | null, other: Message | null) => JSON.stringify(one) === JSON.stringify(other)

type Known = Pick<ConnectionState, 'breaker' | 'endpoints'>

/** Interval after which an unchanged state is saved again, because another replica may have a different one. */
const repeatMs = 10_000
const whole = ''

/** Shares each replica's connection states, so Settings and the banner are the same on all of them. */
export function shareConnection(deps: {
  readonly store: ConnectionStateStore
  readonly clock: Clock
  readonly onChanged: () => void
}) {
  const saved = new Map<string, KeptConnectionState>()
  let saving = Promise.resolve()
  const isNews = (one: KeptConnectionState): boolean => {
    const before = saved.get(one.subject)
    if (before === undefined || before.state !== one.state || !isSame(before.detail, one.detail)) return true
    return one.at - before.at >= repeatMs
  }
  return {
    /** Saves new states. Never fails, never waits: unsaved states are saved with the next call. */
    learned: (known: Known): void => {
      const news = statesOf(known, deps.clock.now()).filter(isNews)
      if (news.length === 0) return
      const isChange = news.some(({ subject, state }) => saved.get(subject)?.state !== state)
      for (const one of news) saved.set(one.subject, one)
      saving = saving
        .then(() => deps.store.save(news))
        .then(
          () => (isChange ? deps.onChanged() : undefined),
          () => {
            for (const { subject } of news) saved.delete(subject)
          },
        )
    },
    /** This replica's states, completed with later ones of the others. */
    complete: async <S extends Known>(own: S): Promise<S> => {
      const found = new Map((await deps.store.read()).map((one) => [one.subject, one]))
      const endpoints = own.endpoints.map((endpoint) => laterOf(endpoint, found.get(endpoint.name)))
      return { ...own, endpoints, breaker: breakerOf(own.breaker, found.get(whole)) }
    },
    /** A start may use another secret or host, so earlier states no longer count. */
    forget: async (): Promise<void> => {
      saved.clear()
      await deps.store.forget()
    },
  }
}

function statesOf({ breaker, endpoints }: Known, now: number): readonly KeptConnectionState[] {
  const tried = endpoints.flatMap(({ name: subject, state, detail, checkedAt: at }) =>
    at === null ? [] : [{ subject, state, detail, since: null, at }],
  )
  const state = breaker?.cause ?? 'closed'
  return [...tried, { subject: whole, state, detail: breaker?.reason ?? null, since: breaker?.since ?? null, at: now }]
}

/** The endpoint's later state: this replica's, or another's. */
function laterOf<E extends Known['endpoints'][number]>(own: E, other: KeptConnectionState | undefined): E {
  if (other === undefined || !isState(other.state) || other.at <= (own.checkedAt ?? 0)) return own
  return { ...own, state: other.state, detail: other.detail, checkedAt: other.at }
}

/** An outage concerns one replica; a credential that another replica found accepted or refused since concerns all. */
function breakerOf(own: Known['breaker'], other: KeptConnectionState | undefined): Known['breaker'] {
  if (other === undefined) return own
  if (own !== null) {
    const isAccepted = own.cause === 'credential_rejected' && other.state === 'closed' && other.at > own.since
    return isAccepted ? null : own
  }
  const { state: cause, detail, since } = other
  if (cause !== 'credential_rejected' && cause !== 'upstream_trouble') return null
  return { cause, reason: detail ?? message('blocked.calls'), since: since ?? other.at, retryAfterMs: 0 }
}

const states = ['works', 'refused', 'failed', 'not_kore', 'untried'] as const
const isState = (text: string): text is (typeof states)[number] => states.some((state) => state === text)
