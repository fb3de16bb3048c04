import { wellKnown } from '@muster/kore-sandbox'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Backend, startBackend } from '../backend.ts'

let backend: Backend
beforeAll(async () => {
  backend = await startBackend()
}, 120_000)
afterAll(() => backend.stop(), 60_000)

const { member, secondMember, groupMember, invited } = wellKnown

/** Of each row: the values above that it is offered, by column. */
async function offeredIn(id: string) {
  return (await backend.rows(id)).map(({ issues }) =>
    issues.filter(({ code }) => code === 'blank_below').map(({ column, suggestions }) => [column, ...suggestions]),
  )
}

test('a group written once above its users is offered to each, warned of in the plan, and added once it is filled in', async () => {
  const { id } = await backend.upload(
    'by-group.csv',
    `Group,Email\nBrand,${member}\n,${secondMember}\n,${groupMember}\nEvents,${invited}\n`,
  )
  expect(await offeredIn(id)).toEqual([[], [[0, 'Brand']], [[0, 'Brand']], []])
  expect((await backend.planUpload(id)).summary).toMatchObject({ warnings: { row_warning: 2 } })

  const file = await backend.fix(id, { kind: 'suggested', issue: 'blank_below:0' })
  expect(file.counts).toMatchObject({ ready: 4, errors: 0, warnings: 0 })
  const job = await backend.run(await backend.planUpload(id))
  expect(job.counts).toMatchObject({ changed: 4 })
  const names = await backend.groupNames()
  const groups = [member, secondMember, groupMember, invited].map((email) =>
    backend.sandbox.control.user(email)?.groups.map((group) => names.get(group)),
  )
  for (const one of groups.slice(0, 3)) expect(one).toContain('Brand')
  expect(groups[3]).toContain('Events')
})

test('a user written once above their groups is offered to each row, whose rows then combine', async () => {
  const { id, counts } = await backend.upload(
    'by-user.csv',
    `Email,Groups\n${member},Data\n,Legal\n,Design\n${secondMember},Data\n`,
  )
  expect(counts).toMatchObject({ ready: 2, errors: 2 })
  expect(await offeredIn(id)).toEqual([[], [[0, member]], [[0, member]], []])
  await backend.fix(id, { kind: 'suggested', issue: 'blank_below:0' })
  const file = await backend.fix(id, { kind: 'combine' })
  expect(file.counts).toMatchObject({ ready: 2, errors: 0 })
})

test.each([
  ['a value of the user alone', `Email,Groups\n${member},Data\n${secondMember},\n`],
  ['an action', `Action,Email,Groups\nremove,${member},\n,${secondMember},Data\n`],
  ['a mark', `Developer,Email\nyes,${member}\n,${secondMember}\n`],
  ['another identifier of the row', `Organization ID,Email,Groups\nORG-ADMIN,,Data\n,${secondMember},Data\n`],
  ['the address of a user with another name', `Name,Email,Groups\nMina,${member},Data\nSven,,Data\n`],
  ['a column that is not used', `Nickname,Email,Groups\nMini,${member},Data\n,${secondMember},Data\n`],
  ['the last user of another group', `Group,Email\nData,${member}\nLegal,\n`],
])('a blank cell below %s is offered nothing', async (_name, text) => {
  const { id } = await backend.upload('blank.csv', text)
  expect((await offeredIn(id)).flat()).toEqual([])
})
