import type { AuditLog } from '../../audit-log.ts'
import type { Clock } from '../../clock.ts'
import type { Events } from '../../events.ts'
import { type Answer, patientPage } from './patient-page.ts'
import {
  type AccountReader,
  type DirectoryStore,
  type Pass,
  type PassStep,
  passSteps,
  type ReadFailure,
} from './ports.ts'

export interface SyncDeps {
  readonly reader: AccountReader
  readonly store: DirectoryStore
  readonly events: Events
  readonly clock: Clock
  readonly audit: AuditLog
}

const numbers = new Intl.NumberFormat('en')

/** Users a pass may miss against the number Kore.ai names before it sweeps nobody: people come and go meanwhile. */
const missingAllowed = (total: number): number => Math.max(10, total * 0.05)

/**
 * Reads the account once: groups, roles, bots, users; goes on where an interrupted pass stood. A list or a record that
 * cannot be read does not stop the rest. Never throws for what Kore.ai answers: the directory's state says it.
 */
export async function syncDirectory(deps: SyncDeps, signal: AbortSignal): Promise<void> {
  const { store, clock } = deps
  let pass = (await store.pass()) ?? (await store.beginPass(clock.now()))
  await tell(deps)
  const seen: Seen = { detailsFailure: null }
  for (;;) {
    const next = await readPage(deps, pass, { signal, seen })
    if (next !== null) await store.savePass(next)
    await tell(deps)
    if (next === null) return
    pass = next
  }
}

/** What pages so far had in common. */
interface Seen {
  detailsFailure: string | null
}

interface Reading {
  readonly signal: AbortSignal
  readonly seen: Seen
}

async function tell({ store, events }: SyncDeps): Promise<void> {
  events.publish({ kind: 'directory', directory: await store.state() })
}

/** Keeps one page. Where the pass stands afterwards, or null when it ended. */
async function readPage(deps: SyncDeps, pass: Pass, reading: Reading): Promise<Pass | null> {
  const { store } = deps
  const readAt = deps.clock.now()
  const answer = await askFor(deps, pass, reading)
  if (answer.kind !== 'page') return pass.step === 'users' ? stop(store, answer) : skipList(store, pass, answer)
  if (answer.next !== null && answer.next === pass.cursor) {
    // The next pass must not meet it again: it begins this list anew.
    await store.savePass({ ...pass, cursor: null, done: 0, total: null })
    await store.stopPass('failed', `Kore.ai gave the same page of ${pass.step} again and again. No user was removed.`)
    return null
  }
  await answer.save(readAt)
  await store.saveUnreadable(answer.unreadable)
  reading.seen.detailsFailure ??= answer.detailsFailure
  const done = pass.done + answer.count
  if (answer.next !== null) return { ...pass, cursor: answer.next, done, total: answer.total ?? pass.total }
  if (pass.step === 'users') return finish(deps, answer.total ?? pass.total, reading)
  await store.saveKnown(pass.step, null)
  return stepAfter(pass)
}

type Unread = Exclude<Answer, { kind: 'page' }>

async function stop(store: DirectoryStore, answer: Unread): Promise<null> {
  if (answer.kind === 'forbidden') await store.stopPass('forbidden', forbiddenSentence('users', answer))
  else await store.stopPass('failed', stoppedSentence('users', answer))
  return null
}

/** Goes on without a list of groups, roles or bots, unless Kore.ai cannot be reached at all. */
async function skipList(store: DirectoryStore, pass: Pass, answer: Unread): Promise<Pass | null> {
  const { step } = pass
  if (step === 'users') return null
  if (answer.kind === 'forbidden') {
    await store.saveKnown(step, forbiddenSentence(step, answer))
    return stepAfter(pass)
  }
  const sentence = failedSentence(step, answer)
  if (!answer.isAnswered) {
    await store.stopPass('failed', stoppedSentence(step, answer))
    return null
  }
  await store.saveListFailure(step, sentence)
  const excerpt = answer.koreAnswer?.slice(0, longestQuote) ?? null
  await store.saveUnreadable([
    { list: step, id: null, label: `The list of ${step}`, reason: sentence, excerpt, isOmitted: true },
  ])
  return stepAfter(pass)
}

async function askFor(deps: SyncDeps, { step, cursor }: Pass, { signal, seen }: Reading): Promise<Answer> {
  const { reader, store, clock } = deps
  const patience = { clock, signal, isWithoutDetails: seen.detailsFailure !== null }
  const ask = {
    groups: () =>
      patientPage(
        () => reader.groups(cursor, signal),
        (items) => store.saveGroups(items),
        patience,
      ),
    roles: () =>
      patientPage(
        () => reader.roles(cursor, signal),
        (items) => store.saveRoles(items),
        patience,
      ),
    bots: () =>
      patientPage(
        () => reader.bots(cursor, signal),
        (items) => store.saveBots(items),
        patience,
      ),
    users: () =>
      patientPage(
        () => reader.users(cursor, signal),
        (items, at) => store.upsertUsers(items, at),
        patience,
      ),
  }
  return ask[step]()
}

function stepAfter(pass: Pass): Pass {
  const step = passSteps[passSteps.indexOf(pass.step) + 1] ?? 'users'
  return { step, cursor: null, done: 0, total: null }
}

async function finish(deps: SyncDeps, total: number | null, reading: Reading): Promise<null> {
  const { store, clock, audit } = deps
  const seen = await store.seenUsers()
  const known = (await store.state()).users
  if (seen === 0 && known > 0) {
    const reason = 'Kore.ai listed no users at all. The directory was kept as it was.'
    await store.stopPass('failed', reason)
    return null
  }
  const omitted = await store.omittedUsers()
  const short = total !== null && seen + omitted < total - missingAllowed(total)
  const kept = short
    ? `Kore.ai says there are ${numbers.format(total)} users but listed ${numbers.format(seen)}. Users it did not list were kept.`
    : await keepUnlisted(deps, known, reading.signal)
  const details = reading.seen.detailsFailure
  const reason = kept ?? (details === null ? null : `${details} Muster tries again within an hour.`)
  await store.finishPass({ source: 'kore', at: clock.now(), sweep: !short, reason })
  const { total: unreadable } = await store.unreadable()
  const left =
    unreadable === 0
      ? ''
      : `; ${numbers.format(unreadable)} ${unreadable === 1 ? 'record' : 'records'} could not be read`
  const sentence = `Muster read ${numbers.format(seen)} users from Kore.ai${left}${reason === null ? '' : `: ${reason}`}`
  await audit.append({ action: 'directory.synced', actor: 'Muster', sentence })
  return null
}

/**
 * Keeps the users that the list left out and that are not shown to be gone: a list may end early, and pages shift while
 * users come and go. Returns why users were kept, or null.
 */
async function keepUnlisted({ store, reader }: SyncDeps, known: number, signal: AbortSignal): Promise<string | null> {
  const unlisted = await store.unlistedUsers()
  if (unlisted.length === 0) return null
  const found = await reader.unlisted(unlisted, signal)
  if (found.kind === 'checked') {
    await store.keepUsers(found.present)
    const count = found.present.length
    if (count === 0) return null
    const users = count === 1 ? '1 user' : `${numbers.format(count)} users`
    return `The list of users left out ${users} that Kore.ai still has. They were kept.`
  }
  if (found.kind === 'forbidden' && unlisted.length <= missingAllowed(known)) return null
  await store.keepUsers(unlisted.map(({ id }) => id))
  const users = unlisted.length === 1 ? '1 known user' : `${numbers.format(unlisted.length)} known users`
  return `The list of users left out ${users}, and Kore.ai did not answer reads of single users. They were kept.`
}

/** Characters of Kore.ai's response in a sentence. */
const longestQuote = 300

function forbiddenSentence(step: PassStep, answer: Extract<Unread, { kind: 'forbidden' }>): string {
  return `Muster may not read ${step}. ${answer.diagnosis}${responseOf(answer)}`
}

function failedSentence(step: PassStep, answer: ReadFailure): string {
  if (answer.diagnosis !== null) return `Muster cannot read ${step}: ${answer.diagnosis}`
  return `Muster cannot read ${step} (${answer.cause.replaceAll('_', ' ')}).${responseOf(answer)}`
}

/** Where only a change of settings helps, the sentence says so itself. */
function stoppedSentence(step: PassStep, answer: ReadFailure): string {
  const sentence = failedSentence(step, answer)
  return answer.isPersistent ? sentence : `${sentence} Muster tries again by itself.`
}

/** Kore.ai's response, short; of its usual JSON the message and the code alone. */
function responseOf({ koreAnswer }: { readonly koreAnswer: string | null }): string {
  if (koreAnswer === null) return ''
  const usual = /^\{"errors":\[\{"msg":"([^"\\]+)","code":(\d+)\}\]\}$/.exec(koreAnswer)
  const words = usual === null ? koreAnswer.slice(0, longestQuote).toWellFormed() : `“${usual[1]}” (${usual[2]})`
  return ` Kore.ai's response: ${words}`
}
