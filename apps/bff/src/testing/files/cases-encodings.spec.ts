import { uploadEncodings } from '@muster/core/upload/upload-file'
import { wellKnown } from '@muster/kore-sandbox'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { encodeText } from '../../adapters/files/testing/encode-text.ts'
import type { FileEncoding } from '../../adapters/files/text/file-encodings.ts'
import { type Backend, startBackend } from '../backend.ts'

let backend: Backend
beforeAll(async () => {
  backend = await startBackend()
}, 120_000)
afterAll(() => backend.stop(), 60_000)

const { member, secondMember } = wellKnown

async function groupsRequested(id: string) {
  const names = await backend.groupNames()
  return (await backend.rows(id)).map(({ change, issues }) => ({
    groups:
      change?.kind === 'update' && change.groups?.mode === 'edit' ? change.groups.add.map((one) => names.get(one)) : [],
    errors: issues.filter(({ level }) => level === 'error').map(({ code }) => code),
  }))
}

test('guesses GB18030 by the name of a group', async () => {
  const { id, detected } = await backend.uploadCase('gb18030.csv')
  expect(detected).toMatchObject({ encoding: 'gb18030', headerRow: 1 })
  expect(await groupsRequested(id)).toEqual([
    { groups: ['東京 Office'], errors: [] },
    { groups: ['東京 Office'], errors: [] },
  ])
  expect((await backend.rows(id)).map(({ change }) => change)).toMatchObject([
    { isDeveloper: true },
    { isDeveloper: false },
  ])
})

test('guesses Big5 by the name of a group', async () => {
  const { id, detected } = await backend.uploadCase('big5.csv')
  expect(detected.encoding).toBe('big5')
  expect(await groupsRequested(id)).toEqual([{ groups: ['東京 Office'], errors: [] }])
})

test.each<[FileEncoding, string, string]>([
  ['shift_jis', 'メール,グループ', '東京 Office'],
  ['euc-jp', 'Email,Groups', '東京 Office'],
  ['euc-kr', '이메일,그룹', '東京 Office'],
  ['windows-1252', 'Email,Gruppen', 'Zürich Office'],
  ['macintosh', 'Email,Groups', 'Zürich Office'],
  ['windows-1251', 'Почта,Группы', 'Data'],
  ['koi8-r', 'Почта,Группы', 'Data'],
  ['utf-16le', 'Email,Groups', '東京 Office'],
  ['utf-16be', 'Email,Groups', 'Zürich Office'],
])('guesses, applies and shows %s', async (encoding, heading, group) => {
  const text = `${heading}\r\n${member},${group}\r\n${secondMember},${group}\r\n`
  const { id, columns } = await backend.upload('users.csv', new Uint8Array(encodeText(text, encoding)))
  expect(columns.map(({ header }) => header)).toEqual(heading.split(','))
  expect(await groupsRequested(id)).toEqual([
    { groups: [group], errors: [] },
    { groups: [group], errors: [] },
  ])
})

test('every encoding can be chosen manually', async () => {
  const { id } = await backend.upload('users.csv', `Email,Groups\n${member},Data\n`)
  for (const encoding of uploadEncodings.filter((one) => !one.startsWith('utf-16'))) {
    const { detected, counts } = await backend.correct(id, { encoding })
    expect(detected.encoding).toBe(encoding)
    expect(counts).toMatchObject({ rows: 1, ready: 1 })
  }
})
