import { at } from './paths.mjs'
import { ownNode, prepare } from './prepare.mjs'
import { findChromium } from './programs.mjs'
import { become, ownEnvironment } from './run.mjs'
import { say } from './say.mjs'

await prepare()
const chromium = await findChromium()
say('taking the pictures of the documents')
const env = ownEnvironment({
  MUSTER_NODE: ownNode(),
  ...(chromium === undefined ? {} : { CHROMIUM_PATH: chromium }),
})
await become(ownNode(), [at('e2e', 'screenshots.ts')], { env })
