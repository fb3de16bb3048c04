import { at } from './paths.mjs'
import { ownNode, prepare } from './prepare.mjs'
import { become, ownEnvironment } from './run.mjs'
import { say } from './say.mjs'

await prepare()
say('starting')
// Half of what a start computes is reading our own and others' source: Node keeps what it made of it.
const env = ownEnvironment({ NODE_COMPILE_CACHE: at('node_modules', '.muster-compiled') })
const flags = ['--disable-proto=delete', '--disable-sigusr1']
await become(ownNode(), [...flags, at('apps', 'bff', 'src', 'main.ts')], { env, tied: true })
