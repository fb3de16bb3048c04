import { existsSync } from 'node:fs'
import { log } from './log.mjs'
import { at } from './paths.mjs'
import { ownNode, prepare } from './prepare.mjs'
import { findNginx, findTaskset, findWrk } from './programs.mjs'
import { ownEnvironment, runForeground } from './run.mjs'

const [name = '', ...rest] = process.argv.slice(2)
const program = at('apps', 'bench', 'src', `${name}.ts`)
if (!/^[a-z]+$/.test(name) || !existsSync(program)) {
  log(`there is no benchmark named "${name}"`)
  process.exit(1)
}
await prepare({ build: false })
const peers = name === 'proxy' ? { NGINX_PATH: findNginx(), WRK_PATH: findWrk(), TASKSET_PATH: findTaskset() } : {}
const found = Object.fromEntries(Object.entries(peers).filter(([, path]) => path !== undefined))
await runForeground(ownNode(), [program, ...rest], { env: ownEnvironment(found) })
