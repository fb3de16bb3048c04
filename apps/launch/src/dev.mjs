import { log } from './log.mjs'
import { at } from './paths.mjs'
import { ownNode, prepare } from './prepare.mjs'
import { ownEnvironment, runForeground } from './run.mjs'

// The browser calls Vite, Vite proxies /api to the backend; both reload automatically.
const webPort = process.env.WEB_PORT ?? '5173'
const backendPort = process.env.PORT ?? '8080'
// Use the given backend; otherwise start one.
const givenBackend = process.env.MUSTER_BACKEND

await prepare({ build: false })
log(`the app reloads at http://localhost:${webPort}, ${givenBackend ?? 'the backend restarts when its files change'}`)
const env = ownEnvironment({
  PORT: backendPort,
  PUBLIC_URL: `http://localhost:${webPort}`,
  MUSTER_BACKEND: givenBackend ?? `http://127.0.0.1:${backendPort}`,
})
const backend = ['--watch', '--watch-preserve-output', at('apps', 'bff', 'src', 'main.ts')]
await Promise.all([
  ...(givenBackend === undefined ? [runForeground(ownNode(), backend, { env })] : []),
  runForeground(
    ownNode(),
    [at('apps', 'web', 'node_modules', 'vite', 'bin', 'vite.js'), '--port', webPort, at('apps', 'web')],
    { env },
  ),
])
