import { at } from './paths.mjs'
import { ownNode, prepare } from './prepare.mjs'
import { become, ownEnvironment } from './run.mjs'
import { say } from './say.mjs'

// The browser talks to Vite, Vite hands /api on to the backend; both reload by themselves.
const deskPort = process.env.DESK_PORT ?? '5173'
const backendPort = process.env.PORT ?? '8080'

await prepare({ desk: false })
say(`the desk reloads at http://localhost:${deskPort}, the backend restarts when its files change`)
const env = ownEnvironment({
  PORT: backendPort,
  PUBLIC_URL: `http://localhost:${deskPort}`,
  MUSTER_BACKEND: `http://127.0.0.1:${backendPort}`,
})
await Promise.all([
  become(ownNode(), ['--watch', '--watch-preserve-output', at('apps', 'bff', 'src', 'main.ts')], { env }),
  become(
    ownNode(),
    [at('apps', 'web', 'node_modules', 'vite', 'bin', 'vite.js'), '--port', deskPort, at('apps', 'web')],
    { env },
  ),
])
