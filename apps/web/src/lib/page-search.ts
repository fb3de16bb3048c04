import {
  boundedSorts,
  caseFilters,
  columnSorts,
  erasureStates,
  oidcRefusals,
  planSourceKinds,
  userFlags,
  userStatuses,
} from '@muster/contracts/search-values'
import { outcomes } from '@muster/core/outcome/outcome'
import * as z from 'zod/mini'

/** One part of a URL's search. Absent when it is missing or invalid, because anyone can edit a URL. */
const part = <T extends z.ZodMiniType>(schema: T) => z.catch<z.ZodMiniOptional<T>>(z.optional(schema), () => undefined)

const text = (max = 2_000) =>
  part(
    z.string().check(
      z.minLength(1),
      z.overwrite((value) => value.slice(0, max)),
    ),
  )
const oneOf = <const T extends readonly string[]>(values: T) => part(z.enum(values))
/** A day in the reader's time zone, as YYYY-MM-DD. */
const day = part(z.iso.date())

export const signInSearch = z.object({
  /** The path to open after the sign-in. */
  to: text(),
  /** Why a sign-in through the identity provider was refused. */
  refused: oneOf(oidcRefusals),
})

export const signedInSearch = z.object({ refused: oneOf(oidcRefusals) })

export const usersSearch = z.object({
  q: text(500),
  group: text(),
  role: text(),
  bot: text(),
  flag: oneOf(userFlags),
  status: oneOf(userStatuses),
  /** Only the users of this selection. */
  selection: text(200),
  /** Absent: best matches first, or all users by email. */
  sort: oneOf([...columnSorts, ...boundedSorts]),
  /** The columns of a saved view; absent: those of the member. */
  columns: text(100),
  /** The open drawer. */
  user: text(),
  /** Cursor of the page; absent on the first. */
  after: text(),
})
export type UsersSearch = z.output<typeof usersSearch>

export const accessSearch = z.object({
  /** Absent: groups. */
  view: oneOf(['groups', 'roles', 'bots', 'matrix', 'elevated', 'dormant']),
  q: text(200),
})
export type AccessSearch = z.output<typeof accessSearch>

/** On the page of a role one of its bots, on the page of a bot one of the roles on it. */
export const holdersSearch = z.object({ role: text(), bot: text() })
export type HoldersSearch = z.output<typeof holdersSearch>

const digits = /^[1-9]\d{0,6}$/

export const uploadSearch = z.object({
  level: oneOf(['error', 'warning', 'note', 'ready', 'excluded', 'done']),
  /** Key of an issue group. */
  issue: text(400),
  /** Number of the first row, counted from 1. */
  from: part(z.pipe(z.string().check(z.regex(digits)), z.transform(Number))),
})
export type UploadSearch = z.output<typeof uploadSearch>

export const plansSearch = z.object({
  q: text(200),
  /** Read by the list: its values are no part of the first script. */
  only: text(20),
})
export type PlansSearch = z.output<typeof plansSearch>

export const approvalsSearch = z.object({ only: oneOf(['waiting']) })
export type ApprovalsSearch = z.output<typeof approvalsSearch>

export const planSearch = z.object({
  disposition: oneOf(['change', 'unchanged', 'blocked']),
  /** Key of an effect. */
  effect: text(),
  /** Read by `knownCause`: the list of causes is no part of the first script. */
  cause: text(60),
  q: text(),
})
export type PlanSearch = z.output<typeof planSearch>

export const jobsSearch = z.object({
  state: oneOf(['running', 'finished']),
  kind: oneOf(['update', 'remove', 'erase']),
  only: oneOf(['failures', 'unresolved', 'skipped']),
  source: oneOf(planSourceKinds),
  q: text(200),
  from: day,
  to: day,
})
export type JobsSearch = z.output<typeof jobsSearch>

export const jobSearch = z.object({
  view: oneOf(['report']),
  outcome: oneOf([...outcomes, 'pending']),
  cause: text(60),
  details: text(),
  q: text(),
})
export type JobSearch = z.output<typeof jobSearch>

export const erasuresSearch = z.object({ state: oneOf(erasureStates), q: text() })
export type ErasuresSearch = z.output<typeof erasuresSearch>

export const casesSearch = z.object({ show: oneOf(caseFilters), q: text() })
export type CasesSearch = z.output<typeof casesSearch>

export const auditSearch = z.object({
  q: text(),
  /** Read by the page: the list of actions is no part of the first script. */
  action: text(60),
  actor: text(),
  target: text(),
  outcome: oneOf([...outcomes, 'refused', 'erased']),
  userId: text(),
  jobId: text(),
  from: day,
  to: day,
})
export type AuditSearch = z.output<typeof auditSearch>

/** Whether a search narrows a list: an empty list then means "no match", not "nothing yet". */
export const isNarrowed = (search: object): boolean => Object.values(search).some((value) => value !== undefined)
