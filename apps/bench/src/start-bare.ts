// The limit of a start: Node and PGlite on the same folder, with the settings of the store, and nothing else.
import { openPgliteSession } from '@muster/bff/adapters/storage/database/pglite/pglite-session'

const [, , folder] = process.argv
if (folder === undefined) throw new Error('name the folder')
const session = await openPgliteSession({ dataDir: folder, deadlineMs: 60_000, onLost: () => {} })
await session.query('select 1', [])
process.stdout.write('ready\n')
setInterval(() => {}, 60_000)
