import type { CaseDetails, CaseEntry, openCase as openCaseRoute } from '@muster/contracts/cases'
import type { RouteInput } from '@muster/contracts/route'
import type { Identifier } from '@muster/core/account/user'
import type { AuditAction } from '@muster/core/audit/audit-line'
import type { Change } from '@muster/core/change/change'
import { caseStateOf, isOverdue, personKey } from '@muster/core/erasure-case/case-state'
import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import type { Clock } from '../../clock.ts'
import { cursorOfKeys, keysOf, pageOf } from '../../http/request/cursor.ts'
import type { Actor } from '../../http/session/actor.ts'
import { ProblemError } from '../../problem-error.ts'
import type { CaseAct, CaseFilter, CaseStore, StoredCase } from './case-ports.ts'

export interface CaseDeps {
  readonly cases: CaseStore
  readonly clock: Clock
  readonly newId: () => string
  /** Days from receipt to the legal deadline. */
  readonly deadlineDays: number
  /** Days before its deadline that a case is due soon. */
  readonly dueSoonDays: number
  /** Makes a plan; it is applied like any other. */
  readonly makePlan: (input: {
    readonly identifiers: readonly Identifier[]
    readonly change: Change
    readonly actor: Actor
    readonly signal: AbortSignal
  }) => Promise<string>
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** Those whose erasure Kore.ai has not reported. */
function peopleLeft({ people, erasedPeople }: StoredCase): readonly Identifier[] {
  const erased = new Set(erasedPeople.map(personKey))
  return people.filter((person) => !erased.has(personKey(person)))
}

function entryOf(found: StoredCase, now: number): CaseEntry {
  const { isRunning: _isRunning, erasedPeople: _erasedPeople, ...stored } = found
  const { closed, hold, planId, erasures, dueAt } = stored
  const state = caseStateOf({
    isClosed: closed !== null,
    isHeld: hold !== null,
    hasPlan: planId !== null,
    erasures: erasures.map((one) => one.state),
    isErased: peopleLeft(found).length === 0,
  })
  return { ...stored, state, isOverdue: isOverdue(state, Date.parse(dueAt), now) }
}

export async function listCases(
  { cases, clock, dueSoonDays }: CaseDeps,
  { cursor, limit, ...filter }: Pick<CaseFilter, 'show' | 'q'> & { cursor?: string | undefined; limit: number },
) {
  const areKeys = ([dueAt, id, ...more]: readonly string[]) =>
    dueAt !== undefined && id !== undefined && more.length === 0 && !Number.isNaN(Date.parse(dueAt))
  const [dueAt, id] = keysOf(cursor, areKeys) ?? []
  const after = dueAt === undefined || id === undefined ? null : { dueAt, id }
  const now = clock.now()
  const found = await cases.list({ ...filter, now, dueSoonMs: dueSoonDays * dayMs }, { after, limit: limit + 1 })
  return pageOf(
    found.map((one) => entryOf(one, now)),
    limit,
    (last) => cursorOfKeys([last.dueAt, last.id]),
  )
}

async function storedCase({ cases }: Pick<CaseDeps, 'cases'>, id: string): Promise<StoredCase> {
  const found = await cases.get(id)
  if (found === null) throw new ProblemError('not_found', message('problem.no_case'))
  return found
}

/** A case with what its people still have in the account. */
export async function getCase(deps: CaseDeps, id: string): Promise<CaseDetails> {
  const stored = await storedCase(deps, id)
  return { ...entryOf(stored, deps.clock.now()), checks: await deps.cases.checks(stored.people) }
}

export async function openCase(
  deps: CaseDeps,
  { reference, requester, receivedOn, dueOn, people }: RouteInput<typeof openCaseRoute>['body'],
  actor: Actor,
): Promise<CaseEntry> {
  const at = deps.clock.now()
  const receivedAt = Date.parse(receivedOn)
  const endOfDay = dueOn === undefined ? receivedAt + (deps.deadlineDays + 1) * dayMs : Date.parse(dueOn) + dayMs
  // The day of a member east of UTC begins up to 14 hours before.
  if (Number.isNaN(receivedAt) || receivedAt > at + 14 * hourMs)
    throw invalid('body.receivedOn', message('field.received_later'))
  if (Number.isNaN(endOfDay) || endOfDay <= receivedAt) throw invalid('body.dueOn', message('field.due_before'))
  const id = deps.newId()
  const each = [...new Map(people.map((person) => [personKey(person), person])).values()]
  const audit = lineOf('case.opened', actor, message('audit.case_opened', { actor: actor.email, reference }))
  const made = { id, reference, requester, people: each, receivedAt, dueAt: endOfDay - 1, openedBy: actor.email, at }
  if (!(await deps.cases.open(made, audit))) throw invalid('body.reference', message('field.reference_taken'))
  return entryOf(await storedCase(deps, id), at)
}

const lineOf = (action: AuditAction, actor: Actor, sentence: Message) => ({ action, actor: actor.email, sentence })

const invalid = (location: string, reason: Message) =>
  new ProblemError('invalid_request', reason, { errors: [{ location, message: reason }] })

/** Runs an act on a case. Throws `conflict` with the reason if the case is no longer in a state for it. */
async function act(
  deps: CaseDeps,
  { id, actor, action }: { readonly id: string; readonly actor: Actor; readonly action: AuditAction },
  run: (given: CaseAct, reference: string) => Promise<boolean>,
  sentence: (facts: { actor: string; reference: string }) => Message,
): Promise<CaseEntry> {
  const { reference } = await storedCase(deps, id)
  const at = deps.clock.now()
  const audit = lineOf(action, actor, sentence({ actor: actor.email, reference }))
  const isDone = await run({ actor: actor.email, at, audit }, reference)
  const stored = await storedCase(deps, id)
  if (!isDone) throw new ProblemError('conflict', refusalOf(stored))
  return entryOf(stored, at)
}

function refusalOf({ closed, hold, isRunning }: StoredCase): Message {
  if (closed !== null) return message('problem.case_closed')
  if (isRunning) return message('problem.case_applied')
  return hold === null ? message('problem.case_not_held') : message('problem.case_held')
}

interface Input {
  readonly id: string
  readonly actor: Actor
}

export const holdCase = (deps: CaseDeps, { id, actor, reason }: Input & { readonly reason: string }) =>
  act(
    deps,
    { id, actor, action: 'case.held' },
    (given) => deps.cases.hold(id, reason, given),
    (facts) => message('audit.case_held', { ...facts, reason }),
  )

export const releaseCase = (deps: CaseDeps, { id, actor }: Input) =>
  act(
    deps,
    { id, actor, action: 'case.released' },
    (given) => deps.cases.release(id, given),
    (facts) => message('audit.case_released', facts),
  )

export const closeCase = (deps: CaseDeps, { id, actor, note }: Input & { readonly note: string }) =>
  act(
    deps,
    { id, actor, action: 'case.closed' },
    (given) => deps.cases.close(id, note, given),
    (facts) => message('audit.case_closed', { ...facts, note }),
  )

/** Plans the removal of those who are still users, or, without users, the erasure of those who are left. */
export async function planCase(
  deps: CaseDeps,
  { id, actor, kind, signal }: Input & { readonly kind: 'remove' | 'erase'; readonly signal: AbortSignal },
): Promise<string> {
  const stored = await storedCase(deps, id)
  if (stored.closed !== null || stored.hold !== null || stored.isRunning)
    throw new ProblemError('conflict', refusalOf(stored))
  const left = peopleLeft(stored)
  const users = (await deps.cases.checks(left)).flatMap(({ identifier, user }) => (user === null ? [] : [identifier]))
  if (kind === 'remove') {
    if (users.length === 0) throw new ProblemError('conflict', message('problem.case_no_users'))
    const planId = await deps.makePlan({ identifiers: users, change: { kind: 'remove' }, actor, signal })
    return tied(deps, { id, actor, kind, planId })
  }
  if (users.length > 0) throw new ProblemError('conflict', message('problem.case_users'))
  if (left.length === 0) throw new ProblemError('conflict', message('problem.case_erased'))
  const change = { kind: 'erase', scope: { kind: 'all_bots' } } as const
  const planId = await deps.makePlan({ identifiers: left, change, actor, signal })
  return tied(deps, { id, actor, kind, planId })
}

/** Ties a plan to its case, whose hold then refuses it. A plan that cannot be tied is void. */
async function tied(
  deps: CaseDeps,
  { id, actor, kind, planId }: Input & { readonly kind: 'remove' | 'erase'; readonly planId: string },
): Promise<string> {
  const { cases } = deps
  const isRemoval = kind === 'remove'
  try {
    await act(
      deps,
      { id, actor, action: 'case.planned' },
      (given) => (isRemoval ? cases.tieRemoval(id, planId, given) : cases.tie(id, planId, given)),
      (facts) => message(isRemoval ? 'audit.case_removal' : 'audit.case_erasure', facts),
    )
  } catch (error) {
    await cases.voidPlan(planId)
    throw error
  }
  return planId
}
