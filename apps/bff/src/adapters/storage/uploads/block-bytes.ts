import { promisify } from 'node:util'
import { deflateRaw, inflateRaw, inflateRawSync } from 'node:zlib'
import { type PackedRows, type RowExtras, widestRow } from '@muster/core/upload-block/packed-rows'
import {
  type BlockDictionary,
  type CheckedBlock,
  decodeFacts,
  encodeFacts,
  type RowFacts,
} from '@muster/core/upload-block/row-facts'
import type { UploadTally } from '../../../features/uploads/ports.ts'
import { placeOf, type Seal } from '../database/seal.ts'
import { bytesFrom, bytesParameter } from '../database/stored-bytes.ts'

const deflate = promisify(deflateRaw)
const inflate = promisify(inflateRaw)
const fast = { level: 1 } as const
/** Fewer bytes are inflated at once: a turn of the thread pool takes longer. */
const mostAtOnce = 16_384

const inflated = async (bytes: Buffer): Promise<string> =>
  (bytes.length <= mostAtOnce ? inflateRawSync(bytes) : await inflate(bytes)).toString('utf8')
/** Separates the cells from the facts of rows; JSON contains none. */
const group = '\u001d'

/** Row numbers and facts beside the cells. Numbers without a gap are their first one. */
interface RowHeads {
  readonly numbers: number | readonly number[]
  readonly extras: readonly (readonly [number, RowExtras])[]
}

function headsOf({ numbers, extras }: PackedRows): RowHeads {
  const first = numbers[0] ?? 0
  const hasGap = (numbers.at(-1) ?? first) - first !== numbers.length - 1
  return { numbers: hasGap ? [...numbers] : first, extras: [...extras] }
}

export async function packJson(value: unknown): Promise<Buffer> {
  return deflate(Buffer.from(JSON.stringify(value)), fast)
}

async function cellBytes(rows: PackedRows): Promise<Buffer> {
  return deflate(Buffer.from(rows.text + group + JSON.stringify(headsOf(rows))), fast)
}

/** The columns of a block's results. */
export async function resultColumns({ facts, dictionary }: Omit<CheckedBlock, 'rows'>) {
  return { facts: bytesParameter(encodeFacts(facts)), dictionary: await packJson(dictionary) }
}

/** Where a block is stored, and the seal of its store. */
export interface BlockPlace {
  readonly seal: Seal
  readonly id: string
  readonly block: number
}

type PackedColumn = 'cells' | 'dictionary' | 'issues'

const sealed = ({ seal, id, block }: BlockPlace, column: PackedColumn, bytes: Buffer) =>
  bytesParameter(seal.seal(bytes, placeOf(column, id, block)))

type ResultColumns = Awaited<ReturnType<typeof resultColumns>>
type RowColumns = Awaited<ReturnType<typeof rowColumns>>

/** Results as a statement takes them. */
export const sealedResults = <C extends ResultColumns>(place: BlockPlace, columns: C) => ({
  ...columns,
  dictionary: sealed(place, 'dictionary', columns.dictionary),
})

/** Rows as a statement takes them. */
export const sealedRows = <C extends RowColumns>(place: BlockPlace, columns: C) => ({
  ...columns,
  cells: sealed(place, 'cells', columns.cells),
})

const openedText = async (stored: string, column: PackedColumn, { seal, id, block }: BlockPlace) =>
  inflated(seal.open(bytesFrom(stored), placeOf(column, id, block)))

/** The columns of a block's rows. */
export async function rowColumns(rows: PackedRows) {
  const { numbers, extras } = rows
  const hasRetries = [...extras.values()].some(({ retriesSeq }) => retriesSeq !== undefined)
  return {
    size: numbers.length,
    first_row: numbers[0] ?? 0,
    last_row: numbers.at(-1) ?? 0,
    widest: widestRow(rows),
    cells: await cellBytes(rows),
    retries: hasRetries ? Array.from(numbers, (_, at) => extras.get(at)?.retriesSeq ?? null) : null,
  }
}

/** Rows from the column `cells`. */
export async function rowsFrom(cells: string, size: number, place: BlockPlace): Promise<PackedRows> {
  const text = await openedText(cells, 'cells', place)
  const end = text.lastIndexOf(group)
  const { numbers, extras }: RowHeads = JSON.parse(text.slice(end + 1))
  return {
    numbers:
      typeof numbers === 'number'
        ? Uint32Array.from({ length: size }, (_, at) => numbers + at)
        : Uint32Array.from(numbers),
    text: text.slice(0, end),
    extras: new Map(extras),
  }
}

export const factsFrom = (facts: string): RowFacts => decodeFacts(bytesFrom(facts))

export async function dictionaryFrom(dictionary: string, place: BlockPlace): Promise<BlockDictionary> {
  return JSON.parse(await openedText(dictionary, 'dictionary', place))
}

/** Where the groups of issues of an upload are stored: with the version of its rows in place of a block. */
export const issuesPlace = (seal: Seal, id: string, version: number): BlockPlace => ({ seal, id, block: version })

export const issuesColumn = async (groups: UploadTally['groups'], place: BlockPlace) =>
  sealed(place, 'issues', await packJson(groups))

export async function issuesFrom(issues: string, place: BlockPlace): Promise<UploadTally['groups']> {
  return JSON.parse(await openedText(issues, 'issues', place))
}
