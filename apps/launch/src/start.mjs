import { log } from './log.mjs'
import { at } from './paths.mjs'
import { hardening, ownNode, prepare } from './prepare.mjs'
import { ownEnvironment, runForeground } from './run.mjs'
import { mallocSettings, memoryFlag } from './server-memory.mjs'

await prepare()
log('starting')
// Compiling source is half the processor time of a start: Node caches the result.
const env = ownEnvironment({
  NODE_COMPILE_CACHE: at('node_modules', '.muster-compiled'),
  ...mallocSettings,
})
await runForeground(ownNode(), [...hardening, memoryFlag, at('apps', 'bff', 'src', 'main.ts')], { env, tied: true })
