import { planSourceKinds } from '@muster/contracts/plans'
import { type CauseCode, causeCodes } from '@muster/core/outcome/cause'
import { outcomes } from '@muster/core/outcome/outcome'
import type { SegmentKey } from './progress/progress-segments.ts'

const kinds = ['update', 'remove', 'erase'] as const
const states = ['running', 'finished'] as const
const onlys = ['failures', 'unresolved', 'skipped'] as const

/** What the list of jobs keeps in its address. */
export interface JobsSearch {
  readonly state?: (typeof states)[number]
  readonly kind?: (typeof kinds)[number]
  readonly only?: (typeof onlys)[number]
  readonly source?: (typeof planSourceKinds)[number]
  readonly by?: string
  /** First and last day, as YYYY-MM-DD in the reader's time zone. */
  readonly from?: string
  readonly to?: string
}

/** What a job's page keeps in its address. */
export interface JobSearch {
  readonly view?: 'report'
  readonly outcome?: SegmentKey
  readonly cause?: CauseCode
  readonly details?: string
  readonly q?: string
}

export type JobItemFilter = Pick<JobSearch, 'outcome' | 'cause' | 'details' | 'q'>

type Raw = Readonly<Record<string, unknown>>
const segments: readonly SegmentKey[] = [...outcomes, 'pending']

export function parseJobsSearch(raw: Raw): JobsSearch {
  return present({
    state: states.find((known) => known === raw.state),
    kind: kinds.find((known) => known === raw.kind),
    only: onlys.find((known) => known === raw.only),
    source: planSourceKinds.find((known) => known === raw.source),
    by: text(raw.by),
    from: day(raw.from),
    to: day(raw.to),
  })
}

export function parseJobSearch(raw: Raw): JobSearch {
  return present({
    view: raw.view === 'report' ? ('report' as const) : undefined,
    outcome: segments.find((known) => known === raw.outcome),
    cause: causeCodes.find((known) => known === raw.cause),
    details: text(raw.details),
    q: text(raw.q),
  })
}

/** The search as the API wants it: days become the instants they begin and end at. */
export function listFilter({ from, to, ...rest }: JobsSearch) {
  return present({
    ...rest,
    from: from === undefined ? undefined : new Date(`${from}T00:00:00`).toISOString(),
    to: to === undefined ? undefined : new Date(`${to}T23:59:59.999`).toISOString(),
  })
}

/** Whether anything is filtered: an empty list then means "nothing matches", not "nothing yet". */
export function isFiltered(search: JobsSearch): boolean {
  return Object.keys(search).length > 0
}

// The router reads a bare number in the address as a number.
function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

function day(value: unknown): string | undefined {
  const said = text(value)
  if (said === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(said)) return undefined
  return Number.isNaN(Date.parse(`${said}T00:00:00`)) ? undefined : said
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

/** Leaves out what is undefined, so that equal searches are equal keys. */
function present<T extends object>(given: T): Present<T> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- entries forget the keys' types; only absent values are dropped
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Present<T>
}
