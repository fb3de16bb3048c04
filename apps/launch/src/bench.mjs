import { existsSync } from 'node:fs'
import { at } from './paths.mjs'
import { ownNode, prepare } from './prepare.mjs'
import { findNginx, findTaskset, findWrk } from './programs.mjs'
import { become, ownEnvironment } from './run.mjs'
import { say } from './say.mjs'

const [name = '', ...rest] = process.argv.slice(2)
const program = at('apps', 'bench', 'src', `${name}.ts`)
if (!/^[a-z]+$/.test(name) || !existsSync(program)) {
  say(`there is no measurement named "${name}"`)
  process.exit(1)
}
await prepare({ desk: false })
const peers = name === 'proxy' ? { NGINX_PATH: findNginx(), WRK_PATH: findWrk(), TASKSET_PATH: findTaskset() } : {}
const found = Object.fromEntries(Object.entries(peers).filter(([, path]) => path !== undefined))
await become(ownNode(), [program, ...rest], { env: ownEnvironment(found) })
