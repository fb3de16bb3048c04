import { existsSync } from 'node:fs'
import { at } from './paths.mjs'
import { ownNode, prepare } from './prepare.mjs'
import { findNginx } from './programs.mjs'
import { become, ownEnvironment } from './run.mjs'
import { say } from './say.mjs'

const [name = '', ...rest] = process.argv.slice(2)
const program = at('apps', 'bench', 'src', `${name}.ts`)
if (!/^[a-z]+$/.test(name) || !existsSync(program)) {
  say(`there is no measurement named "${name}"`)
  process.exit(1)
}
await prepare({ desk: false })
const nginx = name === 'proxy' ? findNginx() : undefined
await become(ownNode(), [program, ...rest], { env: ownEnvironment(nginx === undefined ? {} : { NGINX_PATH: nginx }) })
