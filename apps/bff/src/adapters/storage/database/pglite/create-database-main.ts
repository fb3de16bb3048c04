import { openPgliteSession } from './pglite-session.ts'

/** The entry point of a process that creates a database in a folder and ends. */

const minuteMs = 60_000

// The parent ended: the next start creates the database anew.
process.once('disconnect', () => process.exit(1))
const [, , folder] = process.argv
if (folder === undefined) throw new Error('name the folder')
const session = await openPgliteSession({ dataDir: folder, deadlineMs: minuteMs, onLost: () => {} })
await session.close()
process.exit(0)
