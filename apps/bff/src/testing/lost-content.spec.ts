import { wellKnown } from '@muster/kore-sandbox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { encodeText } from '../adapters/files/testing/encode-text.ts'
import { type Backend, startBackend } from './backend.ts'

let backend: Backend
beforeAll(async () => {
  backend = await startBackend({ sandbox: { groups: ['Nguyễn', 'Nguyen', 'Data & Legal', 'Sales, EMEA'] } })
}, 120_000)
afterAll(() => backend.stop(), 60_000)

const { member, secondMember } = wellKnown

/** The request of each row of a file: its user and groups, or the codes of its errors. */
async function requested(id: string) {
  const names = await backend.groupNames()
  return (await backend.rows(id)).map(({ change, identifier, issues }) => {
    const failing = issues.filter(({ level }) => level === 'error').map(({ code }) => code)
    if (failing.length > 0) return failing
    const groups = change?.kind === 'update' && change.groups?.mode === 'edit' ? change.groups.add : []
    return [identifier?.value, ...groups.map((group) => names.get(group))]
  })
}

const text = `Email,Groups\r\n${member},東京 Office\r\n${secondMember},Zürich Office\r\n`
const marks = { utf8: [0xef, 0xbb, 0xbf], little: [0xff, 0xfe], big: [0xfe, 0xff] }
const bytes = (mark: readonly number[], encoding: 'utf-8' | 'utf-16le' | 'utf-16be') =>
  new Uint8Array(Buffer.concat([Buffer.from(mark), encodeText(text, encoding)]))

describe('a wrong byte order mark', () => {
  test.each([
    ['of UTF-8 before UTF-16', bytes(marks.utf8, 'utf-16le'), 'utf-16le'],
    ['of UTF-8 before UTF-16, big end first', bytes(marks.utf8, 'utf-16be'), 'utf-16be'],
    ['of UTF-16 before UTF-8', bytes(marks.little, 'utf-8'), 'utf-8'],
    ['of UTF-16, big end first, before UTF-8', bytes(marks.big, 'utf-8'), 'utf-8'],
    ['of the other order', bytes(marks.big, 'utf-16le'), 'utf-16le'],
  ])('%s loses nothing', async (_name, file, encoding) => {
    const { id, detected, columns } = await backend.upload('users.csv', file)
    expect(detected).toMatchObject({ encoding, headerRow: 1 })
    expect(columns.map(({ header }) => header)).toEqual(['Email', 'Groups'])
    expect(await requested(id)).toEqual([
      [member, '東京 Office'],
      [secondMember, 'Zürich Office'],
    ])
  })

  test.each([true, false])('refuses UTF-32, with a mark: %s', async (hasMark) => {
    const points = Array.from(`${hasMark ? '\ufeff' : ''}${text}`, (one) => one.codePointAt(0) ?? 0)
    const file = await backend.upload('users.csv', new Uint8Array(Uint32Array.from(points).buffer))
    expect(file).toMatchObject({ state: 'refused', problem: expect.stringContaining('UTF-8') })
  })

  test('a heading that matches only without its accents does not decide the encoding', async () => {
    const cyrillic = `Пошта,Групи,Ім'я\r\n${member},Data,Їжак\r\n`
    const file = await backend.upload('users.csv', new Uint8Array(encodeText(cyrillic, 'koi8-u')))
    expect(file.detected.encoding).toBe('koi8-u')
    expect(await requested(file.id)).toEqual([[member, 'Data']])
  })
})

describe('cells beyond the last heading', () => {
  const lines = `Email,Groups,Title\n${member},Data, Legal,Engineer\n${secondMember},Brand, Legal,Clerk\n`

  test('are errors even if every row has them: a list was not quoted', async () => {
    const file = await backend.upload('users.csv', lines)
    expect(await requested(file.id)).toEqual([['row_too_long'], ['row_too_long']])
    expect((await backend.planUpload(file.id)).summary.dispositions).toMatchObject({ change: 0, blocked: 2 })
  })

  test('are a column once a user declares it unused', async () => {
    const file = await backend.upload('users.csv', `Email,Groups\n${member},Data,x\n${secondMember},Brand,y\n`)
    expect(await requested(file.id)).toEqual([['row_too_long'], ['row_too_long']])
    await backend.correct(file.id, { columns: [{ index: 2, mapping: 'ignore', blank: 'keep' }] })
    expect(await requested(file.id)).toEqual([
      [member, 'Data'],
      [secondMember, 'Brand'],
    ])
  })

  test('are a column if a blank heading is above them', async () => {
    const file = await backend.upload('users.csv', `Email,Groups,\n${member},Data,x\n${secondMember},Brand,y\n`)
    expect(file.counts).toMatchObject({ ready: 2, errors: 0 })
  })
})

describe('a body of JSON with several lists', () => {
  test.each([
    ['addresses and ids to remove', { deleteEmailIds: [member], orgUserIds: ['ORG-GROUP'] }],
    ['updates and removals', { users: [{ userInfo: { emailId: member } }], deleteEmailIds: [secondMember] }],
    ['a list in another form', { users: [{ userInfo: { emailId: member } }], deleteEmailIds: secondMember }],
    ['an unknown list', { users: [{ userInfo: { emailId: member } }], more: [{}] }],
  ])('is refused: %s', async (_name, body) => {
    const file = await backend.upload('body.json', JSON.stringify(body))
    expect(file).toMatchObject({ state: 'refused', problem: expect.stringContaining('Send one file for each') })
  })
})

describe('names', () => {
  test.each([
    ['Nguyễn', 'Nguyễn'],
    ['Nguyen', 'Nguyen'],
    ['Nguyễn'.normalize('NFD'), 'Nguyễn'],
    ['Data & Legal', 'Data & Legal'],
    ['• Data', 'Data'],
  ])('match exactly, although others are nearly the same: %s', async (cell, group) => {
    const { id } = await backend.upload('users.csv', `Email,Groups\n${member},${cell}\n`)
    expect(await requested(id)).toEqual([[member, group]])
  })

  test('that are similar to two stay an error', async () => {
    const { id } = await backend.upload('users.csv', `Email,Groups\n${member},NGUYEN\n`)
    expect(await requested(id)).toEqual([['group_ambiguous']])
  })

  test('are separated by the separators of every script', async () => {
    const users = [member, secondMember, wellKnown.groupMember, wellKnown.coDeveloper, wellKnown.botOwner]
    const cells = ['Data；Legal', 'Data、Legal', 'Data، Legal', 'Data， Legal', 'Data؛Legal']
    const lines = users.map((user, at) => `${user},${cells[at]}\n`)
    const { id } = await backend.upload('users.csv', `Email,Groups\n${lines.join('')}`)
    expect(await requested(id)).toEqual(users.map((user) => [user, 'Data', 'Legal']))
  })

  test('with a separator are matched whole in another script', async () => {
    const { id } = await backend.upload('users.csv', `Email,Groups\n${member},Sales， EMEA\n`)
    expect(await requested(id)).toEqual([[member, 'Sales, EMEA']])
  })

  test.each([
    ['Data<br>Legal', []],
    ['Data - Brand - Events', []],
    ['Support Tier 1-3', []],
    ['Sales EMEA APAC', []],
    ['Data and Legal', ['Data & Legal']],
    ['all', []],
    ['same', []],
    ['CN=Data', []],
    ['Data除外', []],
    ['بدون Data', []],
    ['не Data', []],
    ['Data - temp', []],
    ['Data from Monday', []],
  ])('are never suggested as half of %j', async (cell, offered) => {
    const { id } = await backend.upload('users.csv', `Email,Groups\n${member},${cell}\n`)
    const [row] = await backend.rows(id)
    const found = row?.issues.find(({ code }) => code === 'group_unknown')
    expect(found?.suggestions.slice(0, 1)).toEqual(offered)
  })
})

test('a role that grants elevated access is not suggested for half of its name', async () => {
  const { id } = await backend.upload('users.csv', `Email,Role\n${member},user\n`)
  const [row] = await backend.rows(id)
  expect(row?.issues.map(({ code, suggestions }) => [code, suggestions])).toEqual([['role_unrecognized', []]])
})

test('a column of sign-in names that are not addresses does not block the plan', async () => {
  const file = await backend.upload(
    'users.csv',
    `Username;Email;Groups\nmina;${member};Data\nsam;${secondMember};Data\n`,
  )
  expect((await backend.planUpload(file.id)).summary.total).toBe(2)
})
