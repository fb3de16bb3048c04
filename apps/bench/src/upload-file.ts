/**
 * Prepares a benchmark of uploads in a process of its own, which leaves nothing in the memory of the measured one: a
 * directory of users, a text file and a workbook of rows for them. `node upload-file.ts <folder> <rows> [postgres url]`
 */
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createSqlUserDirectory } from '@muster/bff/adapters/storage/directory/users-store'
import { migrate } from '@muster/bff/adapters/storage/migrations/run-migrations'
import { openStorage } from '@muster/bff/adapters/storage/open-storage'
import { syntheticUsers } from '@muster/bff/adapters/storage/testing/synthetic-users'
import { xlsxStream } from '@muster/bff/http/response/xlsx-stream'
import type { User } from '@muster/core/account/user'

const header = ['Email ID', 'First Name', 'Last Name', 'Add groups', 'Add roles', 'Developer']
const mostUsers = 150_000
const warmUpRows = 5000
/** A sheet unpacks to 200 MB at most: one of more rows has only the first and the last column. */
const mostWideRows = 400_000

/** Rows for known users first, then unknown ones; some with a misspelled group, some that repeat a user. */
function* table(people: readonly User[], count: number): Generator<readonly string[]> {
  yield header
  for (let n = 0; n < count; n += 1) {
    const { email, firstName, lastName } = people[n % people.length] ?? { email: '', firstName: '', lastName: '' }
    const own = n < people.length ? email : `row${n}@example.com`
    const repeated = n % 1009 === 7 ? (people[(n - 5) % people.length]?.email ?? own) : own
    const group = n % 97 === 0 ? `Suport${n % 5}` : 'Support'
    yield [repeated, firstName, lastName, group, 'Tester on Billing; Analyst on Claims', n % 3 === 0 ? 'yes' : 'no']
  }
}

function* lines(people: readonly User[], count: number): Generator<string> {
  for (const cells of table(people, count)) yield `${cells.join(',')}\n`
}

/** Rows of a sheet in batches: the writer waits for each. */
async function* sheetRows(people: readonly User[], count: number): AsyncGenerator<(readonly string[])[]> {
  let batch: (readonly string[])[] = []
  for (const cells of table(people, count)) {
    batch.push(count > mostWideRows ? [cells[0] ?? '', cells.at(-1) ?? ''] : cells)
    if (batch.length < 1024) continue
    yield batch
    batch = []
  }
  yield batch
}

const [, , folder, given, url] = process.argv
if (folder === undefined || given === undefined) throw new Error('name the folder and the number of rows')
const rows = Number(given)
const people = [...syntheticUsers(Math.min(rows, mostUsers))]
const place =
  url === undefined
    ? ({ kind: 'pglite', dataDir: join(folder, 'data') } as const)
    : ({ kind: 'postgres', url } as const)
const storage = await openStorage(place)
await migrate(storage)
await createSqlUserDirectory(storage.db).upsertUsers(people, Date.now())
// As the store's maintenance does after a sync.
await storage.executeSql('vacuum (analyze) users')
await storage.close()
await pipeline(Readable.from(lines(people, warmUpRows)), createWriteStream(join(folder, 'warm-up.csv')))
await pipeline(Readable.from(lines(people, rows)), createWriteStream(join(folder, 'people.csv')))
const sheet = { name: 'Users', rows: sheetRows(people, rows) }
await pipeline(xlsxStream([sheet]), createWriteStream(join(folder, 'people.xlsx')))
process.exit(0)
