import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readJson, surveyJson } from './read-json.ts'

async function tableOf(body: unknown): Promise<readonly (readonly string[])[]> {
  const path = join(await mkdtemp(join(tmpdir(), 'muster-json-')), 'body.json')
  await writeFile(path, JSON.stringify(body))
  const rows = await Array.fromAsync(readJson(path, await surveyJson(path)))
  return rows.map(({ cells }) => cells)
}

test.each([
  ['groups as one text', { groups: { addTo: 'e-1' } }, 2, 'e-1'],
  ['a group as an object', { groups: { addTo: [{ id: 'e-1' }] } }, 2, '{"id":"e-1"}'],
  ['a role as a text', { roles: { addTo: ['Tester'] } }, 4, 'Tester'],
  ['roles as one object', { roles: { removeFrom: { roleId: 'r', botId: 'b' } } }, 5, 'r on b'],
  ['a flag as a number', { isDeveloper: 1 }, 7, '1'],
  ['groups without addTo', { groups: ['e-1'] }, 2, '["e-1"]'],
  ['null, which means no value', { groups: { addTo: null }, isDeveloper: null }, 7, ''],
])('keeps %s in a body of Update Users', async (_, user, column, cell) => {
  const [, row] = await tableOf({ users: [{ userInfo: { emailId: 'a@example.com' }, ...user }] })
  expect(row?.[column]).toBe(cell)
})

test('puts unknown keys into a separate column, only if there are any', async () => {
  const plain = { userInfo: { emailId: 'a@example.com' }, isDeveloper: true }
  const odd = { ...plain, groups: { setTo: ['e-1'] }, lastName: 'Lee' }
  expect((await tableOf({ users: [plain] }))[0]).not.toContain('Not part of Update Users')
  const [header, first, second] = await tableOf({ users: [plain, odd] })
  expect(header?.at(-1)).toBe('Not part of Update Users')
  expect([first?.at(-1), second?.at(-1)]).toEqual(['', 'lastName: Lee; groups.setTo: ["e-1"]'])
})

test('a body that names all bots and some of them shows both', async () => {
  const [, row] = await tableOf({ userIds: ['a@example.com'], RemoveDataFromAllBots: true, botIds: ['st-1'] })
  expect(row?.[4]).toBe('all bots; st-1')
})

test('an entry of Delete Customer Data requests erasure even if the body names no bots', async () => {
  expect(await tableOf({ userIds: ['a@example.com'] })).toEqual([
    ['Email ID', 'User ID', 'Channel user ID', 'Channel ID', 'Erase', 'Action'],
    ['a@example.com', '', '', '', '', 'erase'],
  ])
})
