import { existsSync } from 'node:fs'
import { log } from './log.mjs'
import { at } from './paths.mjs'
import { ownNode, prepare } from './prepare.mjs'
import { findChromium, findNginx, findTaskset, findWrk } from './programs.mjs'
import { ownEnvironment, runForeground } from './run.mjs'
import { mallocSettings, memoryFlag } from './server-memory.mjs'

const [name = '', ...rest] = process.argv.slice(2)
// The browser is a dependency of the browser tests alone.
const isPage = name === 'page'
const program = isPage ? at('e2e', 'page-bench.ts') : at('apps', 'bench', 'src', `${name}.ts`)
if (!/^[a-z]+$/.test(name) || !existsSync(program)) {
  log(`there is no benchmark named "${name}"`)
  process.exit(1)
}
await prepare({ build: isPage })
const browser = isPage ? { CHROMIUM_PATH: await findChromium(), MUSTER_NODE: ownNode() } : {}
const peers = name === 'proxy' ? { NGINX_PATH: findNginx(), WRK_PATH: findWrk(), TASKSET_PATH: findTaskset() } : {}
const found = Object.fromEntries(Object.entries({ ...peers, ...browser }).filter(([, path]) => path !== undefined))
// Most benchmarks run parts of Muster in their own process: with its memory settings.
const env = ownEnvironment({ ...mallocSettings, ...found })
await runForeground(ownNode(), [memoryFlag, program, ...rest], { env })
