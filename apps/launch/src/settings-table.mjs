import { at } from './paths.mjs'
import { ownNode, prepare } from './prepare.mjs'
import { run } from './run.mjs'

/** Writes the table of settings into docs/operations.md. */
await prepare({ build: false })
process.exitCode = await run(ownNode(), [at('apps', 'bff', 'src', 'config', 'write-settings-table.ts')])
