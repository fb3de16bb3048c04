import { wellKnown } from '@muster/kore-sandbox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Backend, startBackend } from './backend.ts'

let backend: Backend
beforeAll(async () => {
  backend = await startBackend()
}, 120_000)
afterAll(() => backend.stop(), 60_000)

describe('a text file, from its bytes to the ledger', () => {
  test('is detected, checked, planned and applied', async () => {
    const file = await backend.upload(
      'groups.csv',
      `Email,Groups to add\n${wellKnown.member},Data\n${wellKnown.secondMember},Legal\n`,
    )
    expect(file).toMatchObject({ state: 'checked', problem: null, counts: { rows: 2, ready: 2 } })
    expect(file.understood).toMatchObject({ encoding: 'utf-8', delimiter: ',', headerRow: 1 })
    const rows = await backend.rows(file.id)
    expect(rows.map(({ cells }) => cells)).toEqual([
      [wellKnown.member, 'Data'],
      [wellKnown.secondMember, 'Legal'],
    ])
    const plan = await backend.planUpload(file.id)
    expect(plan).toMatchObject({ state: 'ready', summary: { total: 2, dispositions: { change: 2 } } })
    const job = await backend.run(plan)
    expect(job).toMatchObject({ state: 'done', counts: { changed: 2 } })
    const changed = backend.sandbox.ledger.effects().filter((effect) => effect.changed)
    expect(changed.map(({ user }) => user).toSorted()).toEqual([wellKnown.member, wellKnown.secondMember].toSorted())
    expect((await backend.report(job.id)).toString('utf8')).toContain(wellKnown.member)
  })
})
