import { at } from './paths.mjs'
import { ownNode, prepare } from './prepare.mjs'
import { run } from './run.mjs'

await prepare({ build: false })
process.exitCode = await run(ownNode(), [at('apps', 'bff', 'src', 'doctor', 'main.ts'), ...process.argv.slice(2)])
