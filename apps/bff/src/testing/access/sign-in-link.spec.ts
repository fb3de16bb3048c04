import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startSandbox } from '@muster/kore-sandbox'
import { expect, test } from 'vitest'
import { startPostgres } from '../../adapters/storage/testing/postgres-cluster.ts'
import { startMuster } from '../muster-process.ts'

const doctor = join(import.meta.dirname, '../../doctor/main.ts')

/** Runs the command like an operator; returns the link it prints. */
async function linkBy(env: Record<string, string>): Promise<URL> {
  const { stdout } = await promisify(execFile)(process.execPath, [doctor, 'sign-in-link'], {
    env: { PATH: process.env['PATH'], ...env },
  })
  return new URL(/^http\S+$/m.exec(stdout)?.[0] ?? stdout)
}

async function use(link: URL): Promise<number> {
  const { status } = await fetch(`${link.origin}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: link.origin },
    body: JSON.stringify({ token: link.hash.slice('#token='.length) }),
  })
  return status
}

test.each(['embedded', 'PostgreSQL'])(
  'the command prints further links while Muster runs (%s)',
  async (store) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'muster-link-'))
    const kore = await startSandbox({ users: 20, limits: null })
    const cluster = store === 'embedded' ? null : await startPostgres()
    const database: Record<string, string> = cluster === null ? {} : { DATABASE_URL: cluster.urlOf('postgres') }
    const muster = await startMuster({ kore, dataDir, env: database })
    try {
      const env = { DATA_DIR: dataDir, PUBLIC_URL: muster.url, ...database }
      const links = [await linkBy(env), await linkBy(env)]
      for (const link of links) {
        expect(link.origin).toBe(muster.url)
        expect(await use(link)).toBe(200)
        expect(await use(link)).toBe(401)
      }
    } finally {
      await muster.end('SIGTERM')
      await kore.stop()
      await cluster?.stop()
      rmSync(dataDir, { recursive: true })
    }
  },
  300_000,
)
