// A separate process for tests: opens the store in the given folder, reports it, and writes until it is killed.
import { sql } from 'kysely'
import { openStorage } from '../open-storage.ts'

const [, , dataDir, work] = process.argv
if (dataDir === undefined) throw new Error('name the data folder')
try {
  const { db } = await openStorage({ kind: 'pglite', dataDir })
  process.stdout.write('open\n')
  if (work === 'write') {
    await sql`create table if not exists written (n int primary key)`.execute(db)
    for (let n = 1; ; n += 1) {
      await sql`insert into written values (${n})`.execute(db)
      process.stdout.write(`${n}\n`)
    }
  }
  setInterval(() => {}, 1000)
} catch (error) {
  process.stdout.write(`${error instanceof Error ? error.message : 'unknown'}\n`)
  process.exitCode = 1
}
