import { log } from './log.mjs'
import { at } from './paths.mjs'
import { ownNode, prepare } from './prepare.mjs'
import { ownEnvironment, runForeground } from './run.mjs'

// The browser talks to Vite, Vite hands /api on to the backend; both reload by themselves.
const webPort = process.env.WEB_PORT ?? '5173'
const backendPort = process.env.PORT ?? '8080'
// A backend that runs elsewhere is used as it is; otherwise one is started here.
const elsewhere = process.env.MUSTER_BACKEND

await prepare({ build: false })
log(`the app reloads at http://localhost:${webPort}, ${elsewhere ?? 'the backend restarts when its files change'}`)
const env = ownEnvironment({
  PORT: backendPort,
  PUBLIC_URL: `http://localhost:${webPort}`,
  MUSTER_BACKEND: elsewhere ?? `http://127.0.0.1:${backendPort}`,
})
const backend = ['--watch', '--watch-preserve-output', at('apps', 'bff', 'src', 'main.ts')]
await Promise.all([
  ...(elsewhere === undefined ? [runForeground(ownNode(), backend, { env })] : []),
  runForeground(
    ownNode(),
    [at('apps', 'web', 'node_modules', 'vite', 'bin', 'vite.js'), '--port', webPort, at('apps', 'web')],
    { env },
  ),
])
