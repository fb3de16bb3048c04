import type { RouteOutput } from '@muster/contracts/route'
import type { importDirectoryCsv as importRoute } from '@muster/contracts/users'
import type { UserReading } from '@muster/core/account/user-reading'
import type { Message } from '@muster/core/text/message'
import { englishText } from '@muster/wording/english'
import { message } from '@muster/wording/message'
import type { AuditLog } from '../../audit-log.ts'
import type { Clock } from '../../clock.ts'
import type { Events } from '../../events.ts'
import { ProblemError } from '../../problem-error.ts'
import { type Column, columnsOf, userFromRow } from './csv-columns.ts'
import { CsvError, type CsvRecord, csvRecords } from './csv-records.ts'
import type { DirectoryStore } from './ports.ts'
import { ofOtherAccount } from './schedule-sync.ts'

export interface LoadDeps {
  readonly store: DirectoryStore
  readonly events: Events
  readonly clock: Clock
  readonly audit: AuditLog
  /** Whether the directory is of the account that Muster is connected to. */
  readonly isOwnAccount: () => Promise<boolean>
}

type Loaded = RouteOutput<typeof importRoute>

interface RefusedRow {
  readonly row: number
  readonly reason: Message
}

const batchSize = 500
/** Refused rows that are listed; the rest are only counted. */
const refusedNamed = 1000

/**
 * Fills the directory from a file of users if reading Kore.ai is not allowed: replaces the data of an earlier file. Refuses
 * the file, keeping the directory, if it has no email column or no usable row, or if the account itself was synced.
 */
export async function importDirectoryCsv(
  deps: LoadDeps,
  file: AsyncIterable<Uint8Array>,
  { actor, columns: chosen }: { readonly actor: string; readonly columns?: string | undefined },
): Promise<Loaded> {
  if (!(await deps.isOwnAccount())) throw ofOtherAccount()
  const before = await deps.store.state()
  if (before.source === 'kore' && before.state !== 'forbidden') {
    throw refused(message('csv.synced'))
  }
  const records = csvRecords(file)[Symbol.asyncIterator]()
  try {
    const header = await records.next()
    const columns = usable(columnsOf(header.done === true ? null : header.value, chosen))
    const { loaded, refused: rows } = await loadRows(deps, columns, { [Symbol.asyncIterator]: () => records })
    const at = deps.clock.now()
    await deps.store.finishPass({ source: 'csv', at, sweep: true, reason: null })
    const sentence = message('audit.directory_loaded', { actor, users: loaded, refused: rows.length })
    await deps.audit.append({ action: 'directory.loaded', actor, sentence })
    const directory = await deps.store.state()
    deps.events.publish({ kind: 'directory', directory })
    const named = columns.map(({ header: title, mapping }) => ({ header: title, mapping }))
    return { directory, loaded, refused: rows.slice(0, refusedNamed).map(refusedEntry), columns: named }
  } catch (error) {
    const stopped = (await deps.store.state()).state === 'loading' && before.state !== 'loading'
    if (stopped) await deps.store.stopPass('failed', message('directory.import_stopped'))
    if (error instanceof CsvError) throw refused(error.refusal)
    throw error
  }
}

/** Requires exactly one email column and no two columns for the same field. */
function usable(columns: readonly Column[]): readonly Column[] {
  const duplicate = columns.find(
    (one, at) => one.mapping !== null && columns.slice(0, at).some((b) => b.mapping === one.mapping),
  )
  if (duplicate !== undefined) throw refused(message('csv.same_field', { heading: duplicate.header }))
  if (columns.some((column) => column.mapping === 'email')) return columns
  throw refused(message('csv.no_email_column'))
}

async function loadRows(deps: LoadDeps, columns: readonly Column[], records: AsyncIterable<CsvRecord>) {
  const mappings = columns.map((column) => column.mapping)
  const refusedRows: RefusedRow[] = []
  const seen = new Set<string>()
  let batch: UserReading[] = []
  let began = false
  const readAt = deps.clock.now()
  const flush = async () => {
    if (batch.length === 0) return
    if (!began) await deps.store.beginPass(readAt)
    began = true
    await deps.store.upsertUsers(batch, readAt)
    batch = []
  }
  for await (const { row, cells, issue } of records) {
    const user = issue === null ? userFromRow(mappings, cells) : { reason: issue }
    if ('reason' in user) refusedRows.push({ row, reason: user.reason })
    else if (seen.has(user.id)) refusedRows.push({ row, reason: message('csv.duplicate', { email: user.email }) })
    else {
      seen.add(user.id)
      batch.push(user)
    }
    if (batch.length === batchSize) await flush()
  }
  if (seen.size === 0) throw refused(noRow(refusedRows))
  await flush()
  return { loaded: seen.size, refused: refusedRows }
}

const refusedEntry = ({ row, reason }: RefusedRow) => ({ row, reason: englishText(reason), reasonMessage: reason })

function noRow([first]: readonly RefusedRow[]): Message {
  return first === undefined ? message('csv.no_rows') : message('csv.no_usable_row', { ...first })
}

function refused(sentence: Message): ProblemError {
  return new ProblemError('file_refused', sentence)
}
