import { type RawBuilder, sql } from 'kysely'
import { wordPattern } from '../audit/named-person.ts'
import { sealOf } from '../database/seal.ts'
import type { Db } from '../database/storage.ts'
import { openedResponse } from '../jobs/response-text.ts'
import { decodeItems } from '../plans/plan-block.ts'
import { type BlockRow, textOfRow } from '../plans/plan-blocks.ts'
import { dictionaryFrom, rowsFrom } from '../uploads/block-bytes.ts'
import { isItemOf, itemWithout } from './erased-items.ts'
import { isNamedIn, type PersonMatch } from './match-person.ts'

/** Blocks or responses read in one statement. */
const atOnce = 8
const responsesAtOnce = 500

/** Places of sealed content that names a person; no statement finds them. */
export interface FoundContent {
  /** Blocks of plans, by the plan. */
  readonly plans: ReadonlyMap<string, readonly number[]>
  readonly uploads: readonly string[]
  /** Responses of Kore.ai to items. */
  readonly responses: readonly { readonly jobId: string; readonly seq: number }[]
  /** IDs that users of the address have in plans. */
  readonly ids: readonly string[]
}

/** Reads all sealed content, a few blocks at a time. */
export async function findContent(db: Db, person: PersonMatch, signal: AbortSignal): Promise<FoundContent> {
  const { plans, ids } = await findPlans(db, person, signal)
  return {
    plans,
    ids,
    uploads: await findUploads(db, person, signal),
    responses: await findResponses(db, person, signal),
  }
}

/** Rows in the order of a key of two columns, page by page. */
async function* pages<R extends { readonly id: string; readonly n: number }>(
  read: (after: RawBuilder<unknown>) => RawBuilder<R>,
  { db, signal, key }: { db: Db; signal: AbortSignal; key: RawBuilder<unknown> },
): AsyncGenerator<R> {
  for (let last: R | undefined; ; ) {
    signal.throwIfAborted()
    const after = last === undefined ? sql`true` : sql`(${key}) > (${last.id}, ${last.n})`
    const { rows } = await read(after).execute(db)
    yield* rows
    last = rows.at(-1)
    if (last === undefined) return
  }
}

async function findPlans(db: Db, person: PersonMatch, signal: AbortSignal) {
  const plans = new Map<string, number[]>()
  const ids = new Set<string>()
  const key = sql`plan_id, block`
  const rows = pages(
    (after) => sql<BlockRow & { id: string; n: number }>`
      select plan_id as id, block as n, plan_id, block, digest, encode(body, 'hex') as body from plan_blocks
      where ${after} order by plan_id, block limit ${atOnce}`,
    { db, signal, key },
  )
  for await (const row of rows) {
    const text = textOfRow(db, row)
    if (!person.mayBeIn(text)) continue
    const items = decodeItems(text).map(({ item }) => item)
    for (const item of items) if (item.user !== null && isItemOf(item, person)) ids.add(item.user.id)
    if (items.some((item) => itemWithout(item, person) !== item))
      plans.set(row.plan_id, [...(plans.get(row.plan_id) ?? []), row.block])
  }
  return { plans, ids: [...ids] }
}

/** Files whose name, detected format, headings or problem have the address. */
async function uploadsAbout(db: Db, { address }: PersonMatch): Promise<readonly string[]> {
  if (address === null) return []
  const { rows } = await sql<{ id: string }>`select id from uploads
    where concat_ws(' ', file_name, problem, problem_message, detected, columns) ~* ${wordPattern(address)}`.execute(db)
  return rows.map(({ id }) => id)
}

async function findUploads(db: Db, person: PersonMatch, signal: AbortSignal): Promise<readonly string[]> {
  const found = new Set(await uploadsAbout(db, person))
  const key = sql`upload_id, block`
  const rows = pages(
    (after) => sql<{ id: string; n: number; size: number; cells: string; dictionary: string }>`
      select upload_id as id, block as n, size, encode(cells, 'hex') as cells, encode(dictionary, 'hex') as dictionary
      from upload_blocks where ${after} order by upload_id, block limit ${atOnce}`,
    { db, signal, key },
  )
  const seal = sealOf(db)
  for await (const { id, n, size, cells, dictionary } of rows) {
    if (found.has(id)) continue
    const place = { seal, id, block: n }
    const { text, extras } = await rowsFrom(cells, size, place)
    const isNamed =
      (person.mayBeIn(text) && text.split(/\p{Cc}/u).some((value) => person.isNamedBy(value))) ||
      isNamedIn([...extras.values()], person)
    if (isNamed || isNamedIn(await dictionaryFrom(dictionary, place), person)) found.add(id)
  }
  return [...found]
}

async function findResponses(db: Db, person: PersonMatch, signal: AbortSignal): Promise<FoundContent['responses']> {
  const found: { jobId: string; seq: number }[] = []
  const key = sql`job_id, seq`
  const rows = pages(
    (after) => sql<{ id: string; n: number; response: string }>`
      select job_id as id, seq as n, kore_response as response from job_items
      where kore_response is not null and ${after} order by job_id, seq limit ${responsesAtOnce}`,
    { db, signal, key },
  )
  const seal = sealOf(db)
  for await (const { id: jobId, n: seq, response } of rows) {
    const text = openedResponse(seal, { jobId, seq, response }) ?? ''
    if (person.mayBeIn(text) && isNamedInResponse(text, person)) found.push({ jobId, seq })
  }
  return found
}

/** An ID counts as a whole value between quotes, or as a word of its own. */
function isNamedInResponse(text: string, person: PersonMatch): boolean {
  return person.isNamedBy(text) || text.split(/[\s"',:;()[\]{}<>]+/u).some((word) => person.isNamedBy(word))
}
