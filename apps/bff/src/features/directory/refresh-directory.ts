import type { Clock } from '../../clock.ts'
import type { Events } from '../../events.ts'
import { type Answer, patientPage } from './patient-page.ts'
import {
  type AccountReader,
  type DirectoryAudit,
  type DirectoryStore,
  type Pass,
  type PassStep,
  passSteps,
} from './ports.ts'

export interface RefreshDeps {
  readonly reader: AccountReader
  readonly store: DirectoryStore
  readonly events: Events
  readonly clock: Clock
  readonly audit: DirectoryAudit
}

const numbers = new Intl.NumberFormat('en')

/** Users a pass may miss against the number Kore.ai names before it sweeps nobody: people come and go meanwhile. */
const missingAllowed = (total: number): number => Math.max(10, total * 0.05)

/**
 * Reads the account once: groups, roles, bots, users; goes on where an interrupted pass stood. Where a list is
 * forbidden the rest goes on. Never throws for what Kore.ai answers: the directory's state says it.
 */
export async function refreshDirectory(deps: RefreshDeps, signal: AbortSignal): Promise<void> {
  const { store, clock } = deps
  let pass = (await store.pass()) ?? (await store.beginPass(clock.now()))
  await tell(deps)
  for (;;) {
    const next = await readPage(deps, pass, signal)
    if (next !== null) await store.savePass(next)
    await tell(deps)
    if (next === null) return
    pass = next
  }
}

async function tell({ store, events }: RefreshDeps): Promise<void> {
  events.publish({ kind: 'directory', directory: await store.state() })
}

/** Keeps one page. Where the pass stands afterwards, or null when it ended. */
async function readPage(deps: RefreshDeps, pass: Pass, signal: AbortSignal): Promise<Pass | null> {
  const readAt = deps.clock.now()
  const answer = await askFor(deps, pass, signal)
  if (answer.kind === 'forbidden' && pass.step !== 'users') {
    await deps.store.saveKnown(pass.step, forbiddenSentence(pass.step, answer))
    return stepAfter(pass)
  }
  if (answer.kind === 'forbidden') {
    await deps.store.stopPass('forbidden', forbiddenSentence('users', answer))
    return null
  }
  if (answer.kind === 'failed') {
    await deps.store.stopPass('failed', failedSentence(pass.step, answer))
    return null
  }
  if (answer.next !== null && answer.next === pass.cursor) {
    // Not to be met again at the next try: that one begins this list anew.
    await deps.store.savePass({ ...pass, cursor: null, done: 0, total: null })
    await deps.store.stopPass(
      'failed',
      `Kore.ai gave the same page of ${pass.step} again and again. Nobody was taken out.`,
    )
    return null
  }
  await answer.save(readAt)
  const done = pass.done + answer.count
  if (answer.next !== null) return { ...pass, cursor: answer.next, done, total: answer.total ?? pass.total }
  if (pass.step === 'users') return finish(deps, answer.total ?? pass.total)
  await deps.store.saveKnown(pass.step, null)
  return stepAfter(pass)
}

async function askFor(deps: RefreshDeps, { step, cursor }: Pass, signal: AbortSignal): Promise<Answer> {
  const { reader, store, clock } = deps
  const patience = { clock, signal }
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

async function finish({ store, clock, audit }: RefreshDeps, total: number | null): Promise<null> {
  const seen = await store.seenUsers()
  const known = (await store.state()).users
  if (seen === 0 && known > 0) {
    const reason = 'Kore.ai listed no users at all. The directory was kept as it was.'
    await store.stopPass('failed', reason)
    return null
  }
  const short = total !== null && seen < total - missingAllowed(total)
  const reason = short
    ? `Kore.ai says there are ${numbers.format(total)} users but listed ${numbers.format(seen)}. Users it did not list were kept.`
    : null
  await store.finishPass({ source: 'kore', at: clock.now(), sweep: !short, reason })
  const sentence = `Muster read ${numbers.format(seen)} users from Kore.ai${reason === null ? '' : `: ${reason}`}`
  await audit.append({ action: 'directory.refreshed', actor: 'Muster', sentence })
  return null
}

function forbiddenSentence(
  step: PassStep,
  answer: { readonly scope: string; readonly koreAnswer: string | null },
): string {
  return `The app may not read ${step}: give it the scope “${answer.scope}” in Kore.ai's admin console.${saidBy(answer)}`
}

function failedSentence(
  step: PassStep,
  answer: { readonly cause: string; readonly koreAnswer: string | null },
): string {
  return `Reading ${step} from Kore.ai stopped (${answer.cause.replaceAll('_', ' ')}). Muster tries again by itself.${saidBy(answer)}`
}

/** Kore.ai's own words; of its usual JSON the message and the code alone. */
function saidBy({ koreAnswer }: { readonly koreAnswer: string | null }): string {
  if (koreAnswer === null) return ''
  const usual = /^\{"errors":\[\{"msg":"([^"\\]+)","code":(\d+)\}\]\}$/.exec(koreAnswer)
  return ` Kore.ai said: ${usual === null ? koreAnswer : `“${usual[1]}” (${usual[2]})`}`
}
