import { at } from './paths.mjs'
import { ownNode, prepare } from './prepare.mjs'
import { become } from './run.mjs'

await prepare({ desk: false })
await become(ownNode(), [at('apps', 'kore-sandbox', 'src', 'main.ts'), ...process.argv.slice(2)])
