// Kills Muster with SIGKILL while it checks, edits and plans an upload. UPLOAD_ROUNDS: 4 by default.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createPlan, getPlan } from '@muster/contracts/plans'
import { listPlans } from '@muster/contracts/plans/listed-plans'
import { createUpload, fixUploadRows, getUpload, listUploadRows } from '@muster/contracts/uploads'
import { startSandbox } from '@muster/kore-sandbox'
import { expect, onTestFinished, test } from 'vitest'
import { createSeeded } from '../../engine/testing/seeded.ts'
import { type ApiClient, openApiClient } from '../api-client.ts'
import { type MusterProcess, owner, startMuster } from '../muster-process.ts'

const rows = 20_000
const rounds = Number(process.env['UPLOAD_ROUNDS'] ?? 4)
const fileOf = (round: number) =>
  `Email ID,Developer\n${Array.from({ length: rows }, (_, n) => `round${round}.row${n}@example.com,yes\n`).join('')}`

/** A Muster that is killed after a while, and starts again on the same folder. */
async function openStorm() {
  const dataDir = mkdtempSync(join(tmpdir(), 'muster-upload-storm-'))
  const kore = await startSandbox({ users: 20, limits: null })
  let muster: MusterProcess
  let api: ApiClient
  const start = async () => {
    muster = await startMuster({ kore, dataDir })
    api = await openApiClient(muster.url, owner)
  }
  await start()
  onTestFinished(async () => {
    api.close()
    await muster.end('SIGKILL')
    await kore.stop()
    rmSync(dataDir, { recursive: true })
  })
  return {
    api: () => api,
    killAfter: async (ms: number) => {
      await delay(ms)
      api.close()
      await muster.end('SIGKILL')
      await start()
    },
  }
}
type Storm = Awaited<ReturnType<typeof openStorm>>

const untilChecked = (api: ApiClient, id: string) =>
  api.until(
    () => api.call(getUpload, { params: { id } }),
    ({ state }) => state !== 'reading' && state !== 'checking',
    240,
  )

const rowsFrom = async (api: ApiClient, id: string, before: number) =>
  (await api.call(listUploadRows, { params: { id }, query: { limit: 200, cursor: String(before) } })).items

/** Kills during the check of a file whose upload was acknowledged. */
async function checkUnderFire({ api, killAfter }: Storm, round: number, ms: number): Promise<string> {
  const form = new FormData()
  form.set('file', new Blob([fileOf(round)]), 'users.csv')
  const { id } = await api().call(createUpload, {}, form)
  await killAfter(ms)
  const { state, counts } = await untilChecked(api(), id)
  expect([state, counts?.rows]).toEqual(['checked', rows])
  return id
}

/** Kills after an edit of 200 rows was sent: an acknowledged edit is there afterwards, another may be sent again. */
async function editUnderFire({ api, killAfter }: Storm, id: string, ms: number): Promise<void> {
  const first = (await rowsFrom(api(), id, rows / 2)).map(({ row }) => row)
  const cells = first.map((row) => ({ row, column: 0, value: `fixed${row}@example.com` }))
  const send = () => api().call(fixUploadRows, { params: { id }, body: { kind: 'cells', cells } })
  const acknowledged = send().then(
    () => true,
    () => false,
  )
  await killAfter(ms)
  if (!(await acknowledged)) await send()
  const edited = await rowsFrom(api(), id, rows / 2)
  expect(edited.map((row) => row.cells[0])).toEqual(cells.map(({ value }) => value))
  expect((await untilChecked(api(), id)).counts?.rows).toBe(rows)
}

/** Kills while the plan of an upload is computed: it goes on, and there is one. */
async function planUnderFire({ api, killAfter }: Storm, uploadId: string, ms: number): Promise<void> {
  const { id } = await api().call(createPlan, { body: { kind: 'upload', uploadId } })
  await killAfter(ms)
  const plan = await api().until(
    () => api().call(getPlan, { params: { id } }),
    ({ state }) => state !== 'computing',
    240,
  )
  expect([plan.state, plan.summary.total]).toEqual(['ready', rows])
  const { items } = await api().call(listPlans, { query: { limit: 200 } })
  expect(items.filter((one) => one.id === id || one.state === 'computing').map((one) => one.id)).toEqual([id])
  expect((await api().call(getUpload, { params: { id: uploadId } })).planId).toBe(id)
}

test('an upload loses nothing when Muster is killed, and its work resumes once', {
  timeout: rounds * 600_000,
}, async () => {
  const storm = await openStorm()
  const random = createSeeded(Date.now())
  for (let round = 0; round < rounds; round += 1) {
    // From the first moments of each work to its end.
    const [check, edit, plan] = [random.below(1500), random.below(150), random.below(2000)]
    process.stdout.write(`round ${round}: killed ${check} ms into a check, ${edit} into an edit, ${plan} into a plan\n`)
    const id = await checkUnderFire(storm, round, check)
    await editUnderFire(storm, id, edit)
    await planUnderFire(storm, id, plan)
  }
})
