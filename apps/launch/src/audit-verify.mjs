import { at } from './paths.mjs'
import { ownNode, prepare } from './prepare.mjs'
import { run } from './run.mjs'

await prepare({ build: false })
const verify = [at('apps', 'bff', 'src', 'doctor', 'main.ts'), 'audit-verify', ...process.argv.slice(2)]
process.exitCode = await run(ownNode(), verify)
