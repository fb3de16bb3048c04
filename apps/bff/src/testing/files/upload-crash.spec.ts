import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSandbox } from '@muster/kore-sandbox'
import { expect, test } from 'vitest'
import { get, type MusterProcess, type OwnerSession, signIn, startMuster, untilTrue } from '../muster-process.ts'

interface UploadSeen {
  readonly id: string
  readonly state: string
  readonly problem: string | null
  readonly progress: { readonly rows: number }
}

async function send(muster: MusterProcess, { cookie, csrf }: OwnerSession, text: string): Promise<string> {
  const form = new FormData()
  form.set('file', new Blob([text]), 'large.csv')
  const headers = { cookie, origin: muster.url, 'x-muster-csrf': csrf }
  const response = await fetch(`${muster.url}/api/uploads`, { method: 'POST', headers, body: form })
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the shape of the route
  return ((await response.json()) as UploadSeen).id
}

test('refuses a file after two processes died reading it, and deletes its bytes', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'deaths-'))
  const kore = await startSandbox({ users: 5, limits: null })
  const start = () => startMuster({ kore, dataDir })
  let muster = await start()
  const session = await signIn(muster.url)
  const rows = Array.from({ length: 200_000 }, (_, n) => `unknown${n}@example.com,Data`)
  const id = await send(muster, session, `Email,Groups to add\n${rows.join('\n')}\n`)
  const seen = () => get<UploadSeen>(muster.url, `/api/uploads/${id}`, session)
  let before = 0
  for (let death = 1; death <= 2; death += 1) {
    // A reading starts at 0 again, so another number proves that this process reads.
    await untilTrue('its rows are being validated', async () => {
      const { state, progress } = await seen()
      return state === 'checking' && progress.rows > 0 && progress.rows !== before
    })
    await muster.end('SIGKILL')
    muster = await start()
    before = (await seen()).progress.rows
  }
  await untilTrue('the file is refused', async () => (await seen()).state === 'refused')
  expect((await seen()).problem).toMatch(/Muster ended twice while it read this file.* Send it again/)
  expect(await readdir(join(dataDir, 'lent'))).toEqual([])
  expect(await muster.end('SIGTERM')).toBe(0)
  await kore.stop()
  await rm(dataDir, { recursive: true })
}, 300_000)
