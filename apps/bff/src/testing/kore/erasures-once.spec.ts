import { getJob } from '@muster/contracts/jobs'
import { eraseUsersData } from '@muster/kore-api/erase-users-data'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Backend, startBackend } from '../backend.ts'
import { startTamperingProxy } from './tampering-proxy.ts'

let backend: Backend
/** The bodies of the erasures that reached Kore.ai. */
const bodies: string[] = []
beforeAll(async () => {
  backend = await startBackend({
    // Every request stays under way.
    sandbox: { eraseDelayMs: 3_600_000 },
    between: (sandboxUrl) =>
      startTamperingProxy(sandboxUrl, ({ path, requestBody }) => {
        if (path === eraseUsersData.path) bodies.push(requestBody)
        return undefined
      }),
  })
}, 240_000)
afterAll(() => backend.stop(), 60_000)

const requests = (of: string) => bodies.join('\n').toLowerCase().split(of).length - 1

test('two plans that erase the same people request each of them once, however their files name them', async () => {
  const [ana, ben, cy] = ['ana@shoppers.example', 'ben@shoppers.example', 'cy@shoppers.example'] as const
  const first = await backend.upload('first.csv', `Email,Erase\n${ana},all bots\n${ben},all bots\n`)
  const more = [`Ben <${ben.toUpperCase()}>`, `«${ana}»`, cy].map((cell) => `${cell},all bots\n`)
  const second = await backend.upload('second.csv', `Email,Erase\n${more.join('')}`)
  const plans = [await backend.planUpload(first.id), await backend.planUpload(second.id)]
  expect(plans.map(({ summary }) => summary.dispositions.change)).toEqual([2, 3])
  const ids: string[] = []
  for (const plan of plans) ids.push(await backend.apply(plan))
  const ended = (id: string) =>
    backend.api.until(
      () => backend.api.call(getJob, { params: { id } }),
      ({ state }) => state === 'done',
    )
  const jobs = await Promise.all(ids.map(ended))
  const total = (outcome: 'changed' | 'unchanged') => jobs.reduce((sum, { counts }) => sum + counts[outcome], 0)
  expect([total('changed'), total('unchanged')]).toEqual([3, 2])
  expect([ana, ben, cy].map(requests)).toEqual([1, 1, 1])
}, 120_000)
