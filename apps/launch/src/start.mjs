import { log } from './log.mjs'
import { at } from './paths.mjs'
import { hardening, ownNode, prepare } from './prepare.mjs'
import { ownEnvironment, runForeground } from './run.mjs'
import { mallocSettings, memoryFlag } from './server-memory.mjs'

await prepare()
log('starting')
await runForeground(ownNode(), [...hardening, memoryFlag, at('apps', 'bff', 'src', 'main.ts')], {
  env: ownEnvironment(mallocSettings),
  tied: true,
})
