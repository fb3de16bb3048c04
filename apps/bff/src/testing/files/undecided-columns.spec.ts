import { wellKnown } from '@muster/kore-sandbox'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Backend, startBackend } from '../backend.ts'

let backend: Backend
beforeAll(async () => {
  backend = await startBackend({ sandbox: { users: 60 } })
}, 120_000)
afterAll(() => backend.stop(), 60_000)

const file = `Email,Developer,Squad\n${wellKnown.member},yes,Data\n${wellKnown.secondMember},no,Legal; Brand\n`

const requestPlan = (uploadId: string) =>
  backend.api.send('POST', '/api/plans', {
    body: JSON.stringify({ kind: 'upload', uploadId }),
    contentType: 'application/json',
  })
const map = (id: string, mapping: 'groups_add' | 'ignore') =>
  backend.correct(id, { columns: [{ index: 2, mapping, blank: 'keep' }] })

test('blocks the plan while a column full of group names is neither mapped nor ruled out', async () => {
  const { id, columns } = await backend.upload('squads.csv', file)
  expect(columns[2]).toMatchObject({ header: 'Squad', mapping: 'ignore', suggestions: [{ mapping: 'groups_add' }] })
  const refused = await requestPlan(id)
  expect([refused.status, refused.bytes.toString()]).toEqual([
    409,
    expect.stringContaining('Column “Squad” is not used'),
  ])

  await map(id, 'groups_add')
  const plan = await backend.planUpload(id)
  expect(plan.summary.dispositions).toMatchObject({ change: 2 })
  await backend.run(plan)
  const groups = new Map([...(await backend.groupNames())].map(([key, name]) => [name, key]))
  expect(backend.sandbox.control.user(wellKnown.secondMember)?.groups).toEqual(
    expect.arrayContaining([groups.get('Legal'), groups.get('Brand')]),
  )
})

test('a column confirmed as not used does not block the plan', async () => {
  const { id } = await backend.upload('squads-ignored.csv', file.replace('Squad', 'Crew'))
  expect((await requestPlan(id)).status).toBe(409)
  const { columns } = await map(id, 'ignore')
  expect(columns[2]).toMatchObject({ mapping: 'ignore', chosen: true })
  expect((await requestPlan(id)).status).toBe(201)
})

test('a remembered mapping does not rule out the columns that were undecided', async () => {
  const heading = 'Email,Add groups,Devloper,Band'
  const lines = `${heading}\n${wellKnown.member},Data,yes,Legal\n${wellKnown.secondMember},Legal,no,Brand\n`
  const first = await backend.upload('bands.csv', lines)
  expect(first.columns[3]?.suggestions[0]?.mapping).toBe('groups_add')
  await backend.correct(first.id, { columns: [{ index: 2, mapping: 'is_developer', blank: 'keep' }] })
  const second = await backend.upload('bands-again.csv', lines)
  expect(second.columns.map(({ remembered }) => remembered)).toEqual([true, true, true, false])
  expect((await requestPlan(second.id)).status).toBe(409)
})

test.each([
  ['Valid until', '2026-12-31'],
  ['Ablaufdatum', '31.12.2026'],
  ['Start date', '1 Dec'],
  ['有効期限', '2026年12月31日'],
])(
  'a column that limits access in time, “%s”, blocks the plan until a member confirms that nothing expires',
  async (heading, value) => {
    const lines = `Email,Groups,${heading}\n${wellKnown.member},Learning,${value}\n`
    const { id, columns } = await backend.upload('limited.csv', lines)
    expect(columns[2]).toMatchObject({ header: heading, mapping: 'ignore' })
    const refused = await requestPlan(id)
    expect([refused.status, refused.bytes.toString()]).toEqual([409, expect.stringContaining('nothing expires')])
    await map(id, 'ignore')
    expect((await requestPlan(id)).status).toBe(201)
    // The confirmation counts for the next file of this shape.
    const next = await backend.upload('limited-again.csv', lines)
    expect((await requestPlan(next.id)).status).toBe(201)
  },
)

test.each(['never', '-', 'unbefristet'])('a time limit of “%s” is none', async (value) => {
  const { id } = await backend.upload('open.csv', `Email,Groups,Expires\n${wellKnown.member},Learning,${value}\n`)
  expect((await requestPlan(id)).status).toBe(201)
})

const plain = (count: number, cells: string) =>
  Array.from({ length: count }, (_, at) => `user${at}@nowhere.example,Learning,${cells}\n`).join('')

test.each([
  ['JML', `${plain(300, 'Joiner')}${wellKnown.member},Learning,Leaver\n`],
  ['Status', `${plain(3, 'Active')}${wellKnown.member},Learning,Terminated\n`],
  ['Comment', `${plain(3, 'ok')}${wellKnown.member},Learning,REVOKE.\n`],
  ['Vermerk', `${plain(3, 'ok')}${wellKnown.member},Learning,entfernen\n`],
  ['Squad', `${plain(300, '')}${wellKnown.member},Learning,Legal\n`],
  ['Expires', `${plain(300, '')}${wellKnown.member},Learning,2026-12-31\n`],
  ['Termination Date', `${wellKnown.member},Learning,2026-01-31\n`],
])('one value anywhere below “%s” that may contradict its row blocks the plan', async (heading, lines) => {
  const { id, columns } = await backend.upload('late.csv', `Email,Groups,${heading}\n${lines}`)
  expect(columns[2]).toMatchObject({ header: heading, mapping: 'ignore' })
  const isNamed = ['JML', 'Status', 'Comment', 'Vermerk'].includes(heading)
  expect(lines).toContain(isNamed ? columns[2]?.withdrawal : ',')
  expect((await requestPlan(id)).status).toBe(409)
  await map(id, 'ignore')
  expect((await requestPlan(id)).status).toBe(201)
})

test('a column that no member ruled out may be in doubt in the next file of its shape', async () => {
  const heading = 'Email,Grups,Ends'
  const first = await backend.upload('open-ended.csv', `${heading}\n${wellKnown.member},Learning,never\n`)
  await backend.correct(first.id, { columns: [{ index: 1, mapping: 'groups_add', blank: 'keep' }] })
  const second = await backend.upload('ending.csv', `${heading}\n${wellKnown.member},Learning,2026-12-31\n`)
  expect(second.columns.map(({ remembered }) => remembered)).toEqual([true, true, false])
  expect((await requestPlan(second.id)).status).toBe(409)
})

test('a column of IDs of another system is one question, not an error in each row', async () => {
  const users = [wellKnown.member, wellKnown.secondMember]
  const lines = users.map((email, at) => `${email},jdoe${at},Learning\n`).join('')
  const { id, columns, counts } = await backend.upload('foreign.csv', `Email,UserID,Groups\n${lines}`)
  expect([columns[1]?.mapping, columns[1]?.suggestions[0]?.mapping]).toEqual(['ignore', 'user_id'])
  expect(counts).toMatchObject({ ready: 2, errors: 0 })
  expect((await requestPlan(id)).status).toBe(409)
  await backend.correct(id, { columns: [{ index: 1, mapping: 'ignore', blank: 'keep' }] })
  expect((await requestPlan(id)).status).toBe(201)
})
