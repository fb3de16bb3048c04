import { at } from './paths.mjs'
import { hardening, ownNode, prepare } from './prepare.mjs'
import { run } from './run.mjs'

await prepare({ build: false })
process.exitCode = await run(ownNode(), [
  ...hardening,
  at('apps', 'bff', 'src', 'doctor', 'main.ts'),
  ...process.argv.slice(2),
])
