import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const run = promisify(execFile)

/** Imports a module in a process of its own and prints what that loads. */
const script = `
  import { registerHooks } from 'node:module'
  const files = []
  registerHooks({ load: (url, context, next) => { files.push(url); return next(url, context) } })
  await import(process.argv[1])
  process.stdout.write(JSON.stringify([...files, ...process.moduleLoadList]))`

async function loadedBy(file: string): Promise<readonly string[]> {
  const url = new URL(file, import.meta.url).href
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script, url], { maxBuffer: 2 ** 24 })
  return JSON.parse(stdout)
}

/** Node's own client for the web, which an import of node:http loads too. */
const ownClient = 'internal/deps/undici'

test('a start loads no library before its setting or its first use, and no migration', async () => {
  const loaded = await loadedBy('../compose/compose.ts')
  expect(loaded.some((one) => one.endsWith('/compose/compose.ts'))).toBe(true)
  const libraries = [
    '/nodemailer/',
    '/@simplewebauthn/',
    '/openid-client/',
    '/prom-client/',
    '/undici/lib/web/fetch/index.js',
  ]
  const unused = [...libraries, '/migrations/registry.ts', ownClient]
  expect(unused.filter((name) => loaded.some((one) => one.includes(name)))).toEqual([])
})

test('the sandbox loads no web client', async () => {
  const loaded = await loadedBy('../../../kore-sandbox/src/start-sandbox.ts')
  expect(loaded.some((one) => one.includes(ownClient))).toBe(false)
})
