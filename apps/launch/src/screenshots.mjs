import { log } from './log.mjs'
import { at } from './paths.mjs'
import { ownNode, prepare } from './prepare.mjs'
import { findChromium } from './programs.mjs'
import { ownEnvironment, runForeground } from './run.mjs'

await prepare()
const chromium = await findChromium()
log('taking the screenshots of the documentation')
const env = ownEnvironment({
  MUSTER_NODE: ownNode(),
  ...(chromium === undefined ? {} : { CHROMIUM_PATH: chromium }),
})
await runForeground(ownNode(), [at('e2e', 'screenshots.ts')], { env })
