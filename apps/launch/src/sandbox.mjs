import { at } from './paths.mjs'
import { ownNode, prepare } from './prepare.mjs'
import { runForeground } from './run.mjs'

await prepare({ build: false })
await runForeground(ownNode(), [at('apps', 'kore-sandbox', 'src', 'main.ts'), ...process.argv.slice(2)])
