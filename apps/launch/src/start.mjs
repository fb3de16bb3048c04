import { log } from './log.mjs'
import { at } from './paths.mjs'
import { ownNode, prepare } from './prepare.mjs'
import { ownEnvironment, runForeground } from './run.mjs'

await prepare()
log('starting')
// Compiling source is half the processor time of a start: Node caches the result.
const env = ownEnvironment({
  NODE_COMPILE_CACHE: at('node_modules', '.muster-compiled'),
  // Returns what V8's compiler used for the embedded store: a third of the resident memory.
  MALLOC_MMAP_THRESHOLD_: '65536',
  MALLOC_TRIM_THRESHOLD_: '131072',
})
const flags = ['--disable-proto=delete', '--disable-sigusr1', '--max-semi-space-size=4']
await runForeground(ownNode(), [...flags, at('apps', 'bff', 'src', 'main.ts')], { env, tied: true })
