import type { Identifier, User } from '@muster/core/account/user'
import { type Clock, systemClock } from '../../clock.ts'
import type { CallOptions, CallResult, EraseResult, KoreWriter, ReadUser, UserResult } from '../kore-ports.ts'

/** A fault in one write call. */
export type Fault =
  | { readonly kind: 'drop_before' }
  | { readonly kind: 'drop_after' }
  /** A response with this text, which proves nothing; without effect. */
  | { readonly kind: 'garbage'; readonly words: string }
  /** The response never comes and the effect lands later. */
  | { readonly kind: 'late'; readonly ms: number }
  /** Took effect, and the response omits every other user. */
  | { readonly kind: 'silent' }
  /** Took effect, and the response looks like a refusal of the whole call. */
  | { readonly kind: 'refused_after'; readonly as: 'rate_limit' | 'credential' | 'request' }
  /** Reported as done, without effect. */
  | { readonly kind: 'hollow' }
  | { readonly kind: 'not_sent'; readonly cause: 'credential_rejected' | 'upstream_trouble' | 'rate_limited' }

export interface FakeKoreOptions {
  readonly users: readonly User[]
  readonly limits?: { readonly writeBatch: number; readonly readBatch: number }
  readonly latencyMs?: number
  readonly clock?: Pick<Clock, 'monotonic' | 'sleep'>
  /** Called for each write call, counted from 1. */
  readonly faultOf?: (call: number) => Fault | null
  /** Called for each call, reading or writing: whether Kore.ai refuses its credential. */
  readonly isRefused?: () => boolean
  /** Emails that make Kore.ai refuse the whole call. */
  readonly poison?: ReadonlySet<string>
  /** Emails refused individually. */
  readonly refused?: ReadonlySet<string>
  /** Whether a read omits this user. */
  readonly isBlindTo?: (email: string) => boolean
}

type Email = { readonly identifier: Identifier; readonly key?: string }

/** A Kore.ai of 100 lines with a ledger: it counts effects here, outside of what a test kills. */
export function createFakeKore(options: FakeKoreOptions) {
  const users = new Map(options.users.map((user) => [user.email, user]))
  const erasures = new Map<string, number>()
  const removals = new Map<string, number>()
  const updates = new Map<string, number>()
  const log = {
    writes: 0,
    requests: 0,
    reads: 0,
    refused: 0,
    started: new Array<number>(),
    late: new Set<Promise<void>>(),
  }
  const clock = options.clock ?? systemClock
  const { writeBatch, readBatch } = options.limits ?? { writeBatch: 5, readBatch: 10 }
  const pause = (ms: number) => clock.sleep(ms)
  const note = (ledger: Map<string, number>, who: string) => ledger.set(who, (ledger.get(who) ?? 0) + 1)

  const refuses = () => {
    if (options.isRefused?.() !== true) return false
    log.refused += 1
    return true
  }

  async function write(requests: readonly Email[], call: CallOptions, apply: () => CallResult): Promise<CallResult> {
    call.signal.throwIfAborted()
    log.writes += 1
    const fault = options.faultOf?.(log.writes) ?? null
    if (fault?.kind === 'not_sent')
      return { kind: 'not_sent', cause: fault.cause, koreResponse: null, retryAfterMs: null, hasResponse: false }
    await call.beforeSend?.()
    log.started.push(clock.monotonic())
    if (options.latencyMs !== undefined) await pause(options.latencyMs)
    if (refuses()) return credentialRefused
    const doubt = { kind: 'in_doubt', cause: 'no_response', koreResponse: null } as const
    if (fault?.kind === 'drop_before') return doubt
    if (fault?.kind === 'garbage') return { ...doubt, koreResponse: fault.words }
    // Giving up on a call that has left does not stop it.
    const gaveUp = call.signal.aborted
    if (requests.some((one) => options.poison?.has(one.identifier.value))) {
      return { kind: 'refused', cause: 'request_refused', status: 400, koreResponse: 'bad request' }
    }
    if (fault?.kind === 'late') {
      const landing = pause(fault.ms).then(() => void apply())
      log.late.add(landing)
      return doubt
    }
    if (fault?.kind === 'hollow') {
      return { kind: 'response', results: requests.map(({ key }): UserResult => ({ key: key ?? '', ok: true })) }
    }
    const result = apply()
    if (gaveUp) return doubt
    if (fault?.kind === 'refused_after') return disguised(fault.as)
    if (fault?.kind === 'silent' && result.kind === 'response') return silentOnSome(result.results)
    return fault?.kind === 'drop_after' ? doubt : result
  }
  const refusal = (key: string, cause: 'kore_refused' | 'not_authorized' | 'user_not_found'): UserResult => ({
    key,
    ok: false,
    cause,
    details: {},
    koreResponse: 'No can do',
    partial: false,
  })

  const writer: KoreWriter = {
    allowCredentialCheck: () => {},
    limits: { readBatch, writeBatch: () => writeBatch },
    updateUsers: (requests, call) =>
      write(requests, call, () => ({
        kind: 'response',
        results: requests.map((request): UserResult => {
          const user = users.get(request.identifier.value)
          if (user === undefined) return refusal(request.key, 'user_not_found')
          if (options.refused?.has(user.email)) return refusal(request.key, 'kore_refused')
          const groups = [...new Set([...user.groups, ...request.groups.add])]
          const isSame =
            groups.length === user.groups.length &&
            user.canCreateBot === request.canCreateBot &&
            user.isDeveloper === request.isDeveloper
          if (!isSame) note(updates, user.email)
          users.set(user.email, {
            ...user,
            groups: groups.filter((id) => !request.groups.remove.includes(id)),
            roles: user.roles.filter(
              (held) =>
                !request.roles.remove.some(({ roleId, botId }) => roleId === held.roleId && botId === held.botId),
            ),
            canCreateBot: request.canCreateBot,
            isDeveloper: request.isDeveloper,
          })
          return { key: request.key, ok: true }
        }),
      })),
    removeUsers: (requests, call) =>
      write(requests, call, () => ({
        kind: 'response',
        results: requests.map((request): UserResult => {
          const { value } = request.identifier
          if (options.refused?.has(value)) return refusal(request.key, 'kore_refused')
          if (!users.delete(value)) return refusal(request.key, 'not_authorized')
          note(removals, value)
          return { key: request.key, ok: true }
        }),
      })),
    eraseUsersData: async (request, call): Promise<EraseResult> => {
      let requestId = ''
      const result = await write(
        request.identifiers.map((identifier) => ({ identifier })),
        call,
        () => {
          for (const { value } of request.identifiers) note(erasures, value)
          log.requests += 1
          requestId = `eud-${log.requests}`
          return { kind: 'response', results: [] }
        },
      )
      if (result.kind === 'response') return { kind: 'queued', requestId }
      // As with the real one, only a request id shows how a sent erasure ended.
      const { kind, cause, koreResponse } = result
      return kind === 'not_sent' && cause === 'credential_rejected' && result.hasResponse
        ? { kind: 'in_doubt', cause, koreResponse }
        : result
    },
    readUsers: async (identifiers, call) => {
      log.reads += 1
      await call.beforeSend?.()
      if (options.latencyMs !== undefined) await pause(options.latencyMs)
      if (refuses())
        return identifiers.map(() => ({ kind: 'unreadable', cause: 'credential_rejected', koreResponse: '4002' }))
      return identifiers.map(({ by, value }): ReadUser => {
        const user = by === 'orgUserId' ? byOrgUserId(users, value) : users.get(value)
        if (options.isBlindTo?.(value) === true) {
          return { kind: 'unreadable', cause: 'unexpected_response', koreResponse: null }
        }
        return user === undefined ? { kind: 'absent', koreResponse: null } : { kind: 'found', user }
      })
    },
    readErasure: async () => ({ kind: 'missing', koreResponse: null }),
  }
  return { writer, users, erasures, removals, updates, log }
}

const byOrgUserId = (users: ReadonlyMap<string, User>, value: string): User | undefined =>
  [...users.values()].find(({ orgUserId }) => orgUserId === value)

const credentialRefused = {
  kind: 'not_sent',
  cause: 'credential_rejected',
  koreResponse: '4002',
  retryAfterMs: null,
  hasResponse: true,
} as const

function disguised(as: 'rate_limit' | 'credential' | 'request'): CallResult {
  if (as === 'request') return { kind: 'refused', cause: 'request_refused', status: 400, koreResponse: 'bad request' }
  return as === 'credential' ? credentialRefused : { ...credentialRefused, cause: 'rate_limited', koreResponse: null }
}

/** An response that names only some of its users, as after failures. */
function silentOnSome(results: readonly UserResult[]): CallResult {
  const omitted = { ok: false, cause: 'no_response', details: {}, koreResponse: null, partial: true } as const
  return { kind: 'response', results: results.map((one, n) => (n % 2 === 0 ? one : { ...omitted, key: one.key })) }
}
export type FakeKore = ReturnType<typeof createFakeKore>
