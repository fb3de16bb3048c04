import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import type { AuditLog } from '../../audit-log.ts'
import type { Clock } from '../../clock.ts'
import type { Events } from '../../events.ts'
import {
  type AccountReader,
  type DirectoryStore,
  type Pass,
  type PassStep,
  passSteps,
  type ReadFailure,
} from './ports.ts'
import { type PageResponse, retryPage } from './retry-page.ts'

/** How far the reading of a list has come. */
interface ListingProgress {
  readonly step: PassStep
  /** Distinct records so far. */
  readonly done: number
  /** As Kore.ai reports it; null if it does not. */
  readonly total: number | null
  readonly pages: number
}

/** Records beyond the reported total: users are added meanwhile, and a total may count less than the list. */
const surplusAllowed = (total: number) => 2 * total + 100
/** A list whose pages have fewer records than this on average does not end in a useful time. */
const leastRecordsOfPage = 50
const firstPages = 1000
/** No true list has smaller pages on average. */
const leastRecordsOfSmallPage = 10
const firstSmallPages = 200

/** Why a list that has another page must not be read further; null if it may. */
function excessOf({ step, done, total, pages }: ListingProgress, maxRecords: number): Message | null {
  const list = message(`list.${step}`)
  if (done >= maxRecords) return message('directory.list_too_long', { list, most: maxRecords })
  if (total !== null && done > surplusAllowed(total))
    return message('directory.list_beyond_total', { list, total, listed: done })
  const most = Math.min(firstSmallPages + done / leastRecordsOfSmallPage, firstPages + maxRecords / leastRecordsOfPage)
  if (pages >= most) return message('directory.list_pages', { list, pages })
  return null
}

export interface SyncDeps {
  readonly reader: AccountReader
  readonly store: DirectoryStore
  readonly events: Events
  readonly clock: Clock
  readonly audit: AuditLog
  /** Whether the store is of the account that the reader reads. If not, nothing is read: two accounts must not mix. */
  readonly isOwnAccount: () => Promise<boolean>
  /** The most records that one list of Kore.ai may have. */
  readonly maxRecords: number
}

/** Users that a pass may miss, compared with Kore.ai's total, before it sweeps no users: users come and go meanwhile. */
const missingAllowed = (total: number): number => Math.max(10, total * 0.05)

/**
 * Syncs the account once: groups, roles, bots, users; resumes an interrupted pass at its position. An unreadable list or
 * record does not stop the rest. Never throws for a response of Kore.ai: the directory's state reports it.
 */
export async function syncDirectory(deps: SyncDeps, signal: AbortSignal): Promise<void> {
  const { store, clock } = deps
  if (!(await deps.isOwnAccount())) return
  let pass = (await store.pass()) ?? (await store.beginPass(clock.now()))
  await publishState(deps)
  const seen: Seen = { detailsFailure: null, pages: 0 }
  for (;;) {
    const next = await readPage(deps, pass, { signal, seen })
    if (next !== null) await store.savePass(next)
    await publishState(deps)
    if (next === null) return
    if (next.step !== pass.step) seen.pages = 0
    pass = next
  }
}

/** Facts shared by the pages so far. */
interface Seen {
  detailsFailure: Message | null
  /** Of the list at hand. */
  pages: number
}

interface Reading {
  readonly signal: AbortSignal
  readonly seen: Seen
}

async function publishState({ store, events }: SyncDeps): Promise<void> {
  events.publish({ kind: 'directory', directory: await store.state() })
}

/** Stores one page. Returns the new position of the pass, or null if it ended. */
async function readPage(deps: SyncDeps, pass: Pass, reading: Reading): Promise<Pass | null> {
  const { store } = deps
  const readAt = deps.clock.now()
  const response = await requestPage(deps, pass, reading)
  // The store may have gone to another account meanwhile, and the response is of the former one.
  if (!(await deps.isOwnAccount())) return null
  if (response.kind !== 'page') return pass.step === 'users' ? stop(store, response) : skipList(store, pass, response)
  if (response.next !== null && response.next === pass.cursor) {
    // The next pass must not repeat this page: it starts this list over.
    await store.savePass({ ...pass, cursor: null, done: 0, total: null })
    await store.stopPass('failed', message('directory.same_page', { list: message(`list.${pass.step}`) }))
    return null
  }
  await response.save(readAt)
  await store.saveUnreadable(response.unreadable)
  reading.seen.detailsFailure ??= response.detailsFailure
  const done = pass.done + response.count
  const total = response.total ?? pass.total
  reading.seen.pages += 1
  if (response.next !== null) {
    const excess = excessOf({ step: pass.step, done, total, pages: reading.seen.pages }, deps.maxRecords)
    return excess === null
      ? { ...pass, cursor: response.next, done, total }
      : endExcess(deps, pass, { excess, reading })
  }
  if (pass.step === 'users') return finish(deps, total, reading)
  await store.saveKnown(pass.step, null)
  return stepAfter(pass)
}

/** Ends a list that does not end by itself. What it listed stays, and what it did not list is not removed. */
async function endExcess(
  deps: SyncDeps,
  pass: Pass,
  { excess, reading }: { readonly excess: Message; readonly reading: Reading },
): Promise<Pass | null> {
  const { step } = pass
  await deps.store.saveUnreadable([
    { list: step, id: null, label: labelOf(step), reason: excess, excerpt: null, isOmitted: false },
  ])
  if (step === 'users') return finish(deps, null, reading, excess)
  await deps.store.saveListFailure(step, excess)
  return stepAfter(pass)
}

type Unread = Exclude<PageResponse, { kind: 'page' }>

async function stop(store: DirectoryStore, response: Unread): Promise<null> {
  if (response.kind === 'forbidden') await store.stopPass('forbidden', forbiddenSentence('users', response))
  else await store.stopPass('failed', stoppedSentence('users', response))
  return null
}

/** Continues without a list of groups, roles or bots, unless Kore.ai cannot be reached at all. */
async function skipList(store: DirectoryStore, pass: Pass, response: Unread): Promise<Pass | null> {
  const { step } = pass
  if (step === 'users') return null
  if (response.kind === 'forbidden') {
    await store.saveKnown(step, forbiddenSentence(step, response))
    return stepAfter(pass)
  }
  const sentence = failedSentence(step, response)
  if (!response.hasResponse) {
    await store.stopPass('failed', stoppedSentence(step, response))
    return null
  }
  await store.saveListFailure(step, sentence)
  const excerpt = response.koreResponse?.slice(0, maxQuoteLength) ?? null
  await store.saveUnreadable([
    { list: step, id: null, label: labelOf(step), reason: sentence, excerpt, isOmitted: true },
  ])
  return stepAfter(pass)
}

async function requestPage(deps: SyncDeps, { step, cursor }: Pass, { signal, seen }: Reading): Promise<PageResponse> {
  const { reader, store, clock } = deps
  const retry = { clock, signal, isWithoutDetails: seen.detailsFailure !== null }
  const requests = {
    groups: () =>
      retryPage(
        () => reader.groups(cursor, signal),
        (items) => store.saveGroups(items),
        retry,
      ),
    roles: () =>
      retryPage(
        () => reader.roles(cursor, signal),
        (items) => store.saveRoles(items),
        retry,
      ),
    bots: () =>
      retryPage(
        () => reader.bots(cursor, signal),
        (items) => store.saveBots(items),
        retry,
      ),
    users: () =>
      retryPage(
        () => reader.users(cursor, signal),
        (items, at) => store.upsertUsers(items, at),
        retry,
      ),
  }
  return requests[step]()
}

function stepAfter(pass: Pass): Pass {
  const step = passSteps[passSteps.indexOf(pass.step) + 1] ?? 'users'
  return { step, cursor: null, done: 0, total: null }
}

async function finish(
  deps: SyncDeps,
  total: number | null,
  reading: Reading,
  excess: Message | null = null,
): Promise<null> {
  const { store, clock, audit } = deps
  const seen = await store.seenUsers()
  const known = (await store.state()).users
  if (seen === 0 && known > 0) {
    await store.stopPass('failed', message('directory.none_listed'))
    return null
  }
  const omitted = await store.omittedUsers()
  const short = total !== null && seen + omitted < total - missingAllowed(total)
  const listed = short ? message('directory.list_short', { total, listed: seen }) : null
  const whole = excess ?? listed
  const kept = whole ?? (await keepUnlisted(deps, known, reading.signal))
  if (!(await deps.isOwnAccount())) return null
  const details = reading.seen.detailsFailure
  const reason = kept ?? (details === null ? null : message('directory.retries_within_hour', { reason: details }))
  await store.finishPass({ source: 'kore', at: clock.now(), sweep: whole === null, reason })
  const { total: unreadable } = await store.unreadable()
  const synced =
    unreadable === 0
      ? message('audit.synced', { users: seen })
      : message('audit.synced_unreadable', { users: seen, unreadable })
  const sentence = reason === null ? synced : message('audit.with_reason', { sentence: synced, reason })
  await audit.append({ action: 'directory.synced', actor: 'Muster', sentence })
  return null
}

/**
 * Keeps users that the list omits and that are not proved to be gone: a list may end early, and pages shift while
 * users come and go. Returns why users were kept, or null.
 */
async function keepUnlisted({ store, reader }: SyncDeps, known: number, signal: AbortSignal): Promise<Message | null> {
  const unlisted = await store.unlistedUsers()
  if (unlisted.length === 0) return null
  const found = await reader.unlisted(unlisted, signal)
  if (found.kind === 'checked') {
    await store.keepUsers(found.present)
    const count = found.present.length
    return count === 0 ? null : message('directory.kept', { count })
  }
  if (found.kind === 'forbidden' && unlisted.length <= missingAllowed(known)) return null
  await store.keepUsers(unlisted.map(({ id }) => id))
  return message('directory.kept_unread', { count: unlisted.length })
}

/** Maximum characters of Kore.ai's response in a sentence. */
const maxQuoteLength = 300

const labelOf = (step: PassStep): Message => message('directory.list', { list: message(`list.${step}`) })

function forbiddenSentence(step: PassStep, response: Extract<Unread, { kind: 'forbidden' }>): Message {
  const { diagnosis } = response
  return withResponse(message('directory.forbidden', { list: message(`list.${step}`), diagnosis }), response)
}

function failedSentence(step: PassStep, response: ReadFailure): Message {
  const list = message(`list.${step}`)
  const { diagnosis } = response
  if (diagnosis !== null) return message('directory.unread_why', { list, diagnosis })
  return withResponse(message('directory.unread', { list, cause: message(`cause_title.${response.cause}`) }), response)
}

/** If only a change of settings helps, the diagnosis already includes it. */
function stoppedSentence(step: PassStep, response: ReadFailure): Message {
  const reason = failedSentence(step, response)
  return response.isPersistent ? reason : message('directory.retries', { reason })
}

/** Adds Kore.ai's response, shortened; from its usual JSON only message and code. */
function withResponse(reason: Message, { koreResponse }: { readonly koreResponse: string | null }): Message {
  if (koreResponse === null) return reason
  const usual = /^\{"errors":\[\{"msg":"([^"\\]+)","code":(\d+)\}\]\}$/.exec(koreResponse)
  const quote = usual === null ? koreResponse.slice(0, maxQuoteLength).toWellFormed() : `“${usual[1]}” (${usual[2]})`
  return message('directory.with_response', { reason, response: quote })
}
