import { at } from './paths.mjs'
import { ownNode, prepare } from './prepare.mjs'
import { become, ownEnvironment } from './run.mjs'
import { say } from './say.mjs'

// The browser talks to Vite, Vite hands /api on to the backend; both reload by themselves.
const deskPort = process.env.DESK_PORT ?? '5173'
const backendPort = process.env.PORT ?? '8080'
// A backend that runs elsewhere is used as it is; otherwise one is started here.
const elsewhere = process.env.MUSTER_BACKEND

await prepare({ desk: false })
say(`the app reloads at http://localhost:${deskPort}, ${elsewhere ?? 'the backend restarts when its files change'}`)
const env = ownEnvironment({
  PORT: backendPort,
  PUBLIC_URL: `http://localhost:${deskPort}`,
  MUSTER_BACKEND: elsewhere ?? `http://127.0.0.1:${backendPort}`,
})
const backend = ['--watch', '--watch-preserve-output', at('apps', 'bff', 'src', 'main.ts')]
await Promise.all([
  ...(elsewhere === undefined ? [become(ownNode(), backend, { env })] : []),
  become(
    ownNode(),
    [at('apps', 'web', 'node_modules', 'vite', 'bin', 'vite.js'), '--port', deskPort, at('apps', 'web')],
    { env },
  ),
])
