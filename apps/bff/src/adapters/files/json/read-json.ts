import { message } from '@muster/wording/message'
import { fileLimits } from '../file-limits.ts'
import { FileRefusal } from '../file-refusal.ts'
import { type FileRow, plainRow } from '../file-row.ts'
import { jsonCounter, type ListContents, sumOfCells } from './json-contents.ts'
import { type JsonBody, type JsonMembers, jsonBodyOf, strangeKeys, unreadLists } from './json-rows.ts'
import { type Json, type JsonVisitor, visitJson } from './json-stream.ts'

/** Facts that require a scan of the whole JSON file. */
export interface JsonSurvey extends JsonBody {
  /** The header included. */
  readonly rows: number
  /** The content of its entries, counted without their reader. */
  readonly contents: ListContents
}

const maxHeld = 1000

const isEmpty = (value: Json): boolean =>
  value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0)

function tooLong(key: string, most: number): FileRefusal {
  return new FileRefusal(message('file.json_entries', { most, list: key.slice(0, 80) }))
}

/** Collects everything except the entries of a list, and counts the entries. */
function createSurveyor() {
  const counts = new Map<string, number>()
  const firstEmpty = new Map<string, number>()
  const values = new Map<string, Json>()
  const held: Record<'botIds' | 'columns', Json[]> = { botIds: [], columns: [] }
  const lists = new Set<string>()
  let hasStrangeKeys = false
  const visitor: JsonVisitor = {
    entry(key, at, value) {
      lists.add(key)
      counts.set(key, at + 1)
      if (at >= fileLimits.rows) throw tooLong(key, fileLimits.rows)
      if (isEmpty(value) && !firstEmpty.has(key)) firstEmpty.set(key, at + 1)
      if (key === 'users') hasStrangeKeys ||= strangeKeys(value) !== ''
      if (key !== 'botIds' && key !== 'columns') return
      if (at >= maxHeld) throw tooLong(key, maxHeld)
      held[key].push(value)
    },
    member(key, value) {
      if (Array.isArray(value)) lists.add(key)
      else values.set(key, value)
    },
  }
  const members = (): JsonMembers => ({ lists, values, ...held, hasStrangeKeys })
  return { visitor, members, counts, firstEmpty }
}

/** Scans a JSON file once: detects its kind and counts its entries. */
export async function surveyJson(path: string): Promise<JsonSurvey> {
  const { visitor, members, counts, firstEmpty } = createSurveyor()
  const counter = jsonCounter()
  const visit = visitJson(path, visitor, (text) => counter.see(text))
  let step = await visit.next()
  while (step.done !== true) step = await visit.next()
  const body = step.value ? jsonBodyOf(members()) : null
  if (body === null) throw new FileRefusal(message('file.json_not_a_body'))
  const [unread] = unreadLists(members(), body)
  if (unread !== undefined)
    throw new FileRefusal(message('file.json_two_lists', { list: body.key, other: unread.slice(0, 80) }))
  const empty = firstEmpty.get(body.key)
  if (empty !== undefined) throw new FileRefusal(message('file.json_empty_entry', { entry: empty, list: body.key }))
  return { ...body, rows: (counts.get(body.key) ?? 0) + 1, contents: counter.listOf(body.key) }
}

function checkedRow(row: number, cells: readonly string[]): FileRow {
  if (cells.length > fileLimits.columns)
    throw new FileRefusal(message('file.row_columns', { row, columns: cells.length, most: fileLimits.columns }))
  return plainRow(row, cells)
}

/** Refuses an entry of which a part is in no cell. */
function refuseLost(at: number, cells: readonly string[], { key, added = [], contents }: JsonSurvey): void {
  const own = cells.filter((_cell, column) => !added.includes(column))
  if (sumOfCells(own) < (contents.sums[at] ?? 0))
    throw new FileRefusal(message('file.json_unread_value', { entry: at + 1, list: key }))
}

/** Streams the rows of a JSON file from disk, header first. Refuses a file if one of its values is in no row. */
export async function* readJson(path: string, survey: JsonSurvey): AsyncGenerator<FileRow> {
  const { key, header, cells, contents } = survey
  yield checkedRow(1, header)
  let rows: FileRow[] = []
  let entries = 0
  const visitor: JsonVisitor = {
    entry(list, at, value) {
      if (list !== key) return
      const row = checkedRow(at + 2, cells(value, at))
      refuseLost(at, row.cells, survey)
      entries += 1
      rows.push(row)
    },
    member: () => undefined,
  }
  const visit = visitJson(path, visitor)
  for (let step = await visit.next(); step.done !== true; step = await visit.next()) {
    const ready = rows
    rows = []
    yield* ready
  }
  if (entries !== contents.sums.length)
    throw new FileRefusal(message('file.json_entries_lost', { read: entries, total: contents.sums.length, list: key }))
}
