import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lookups } from '@muster/core/testing/account'
import { uploadEncodings } from '@muster/core/upload/upload-file'
import { unpackRows } from '@muster/core/upload-block/packed-rows'
import { describe, expect, test } from 'vitest'
import { chooseEncoding } from '../../../features/uploads/receive/choose-encoding.ts'
import { createFileReader } from '../file-reader.ts'
import { encodeText } from '../testing/encode-text.ts'
import type { FileEncoding } from './file-encodings.ts'

const folder = await mkdtemp(join(tmpdir(), 'muster-encodings-'))
const reader = createFileReader()
let files = 0

async function inspect(bytes: Buffer, encoding?: FileEncoding) {
  const path = join(folder, `${(files += 1)}.csv`)
  await writeFile(path, bytes)
  return { path, ...(await reader.inspect({ path, name: 'users.csv' }, { encoding })) }
}

async function read(bytes: Buffer, encoding?: FileEncoding) {
  const { path, detected } = await inspect(bytes, encoding)
  const rows = (await Array.fromAsync(reader.rows(path, detected), unpackRows)).flat()
  return { encoding: detected.encoding, cells: rows.map((row) => row.cells) }
}

const users = (...names: string[]) => `Email,Name\n${names.map((name, n) => `u${n}@example.com,${name}`).join('\n')}\n`

describe('guesses an encoding by letter frequencies', () => {
  test.each<[FileEncoding, string]>([
    ['windows-1252', users('Zoë Müller', 'José Peña', 'François Lefèvre')],
    ['windows-1250', users('Łukasz Żółć', 'Świętosława Wałęsa', 'Jiří Dvořák')],
    ['windows-1251', users('Иванов Пётр', 'Сидорова Мария', 'Группа поддержки')],
    ['koi8-r', users('Иванов Петр', 'Сидорова Мария', 'Группа поддержки')],
    ['ibm866', users('Иванов Петр', 'Сидорова Мария', 'Группа поддержки')],
    ['windows-1253', users('Παπαδόπουλος Γιώργος', 'Ομάδα Υποστήριξης')],
    ['windows-1254', users('Şahin Öğretmen', 'Çağrı Yılmaz', 'Iğdır Işık')],
    ['windows-1255', users('שלום כהן', 'קבוצת תמיכה')],
    ['windows-1256', users('محمد العلي', 'مجموعة الدعم')],
    ['windows-874', users('สมชาย ใจดี', 'กลุ่มสนับสนุน')],
    ['gb18030', users('李明', '北京办公室', '王芳')],
    ['big5', users('陳大文', '台北辦公室', '林小姐')],
    ['shift_jis', users('山田太郎', '東京オフィス', 'サポート')],
    ['euc-jp', users('山田太郎', '東京オフィス', 'サポート')],
    ['euc-kr', users('김철수', '서울 사무소', '박영희')],
    ['utf-16le', users('Zoë', '李明', 'Иван')],
    ['utf-16be', users('李明李明李明李明', '北京办公室北京办公室', 'Иван')],
    ['utf-8', users('Zoë', '李明', 'Иван')],
  ])('%s', async (encoding, text) => {
    const found = await read(encodeText(text, encoding))
    expect(found.encoding).toBe(encoding)
    expect(found.cells.map((row) => row.join(','))).toEqual(text.trim().split('\n'))
  })

  test('detects ISO-2022-JP by its escape sequences', async () => {
    const bytes = Buffer.from([
      ...Buffer.from('Email,'),
      0x1b,
      0x24,
      0x42,
      0x46,
      0x7c,
      0x4b,
      0x5c,
      0x1b,
      0x28,
      0x42,
      0x0a,
    ])
    expect(await read(bytes)).toMatchObject({ encoding: 'iso-2022-jp', cells: [['Email', '日本']] })
  })

  test('keeps UTF-8 with a few broken characters as UTF-8', async () => {
    const text = users(...Array.from({ length: 50 }, (_, n) => `Zoë ${n}`))
    const bytes = Buffer.concat([Buffer.from(text), Buffer.from('broken@example.com,Zo\xeb\n', 'latin1')])
    expect((await read(bytes)).encoding).toBe('utf-8')
  })
})

describe('known names decide', () => {
  const group = { id: 'g-1', name: '' }
  test.each<[FileEncoding, string]>([
    ['gb18030', '東京 Office'],
    ['big5', '東京 Office'],
    ['shift_jis', '東京 Office'],
    ['euc-jp', '東京 Office'],
    ['euc-kr', '東京 Office'],
    ['macintosh', 'Zürich Office'],
    ['windows-1252', 'Zürich Office'],
    ['windows-1257', 'Šiauliai'],
    ['iso-8859-2', 'Łódź'],
    ['koi8-u', 'Їжак'],
    ['ibm866', 'Жёлудь'],
    ['x-mac-cyrillic', 'Ёлка'],
  ])('%s', async (encoding, name) => {
    const directory = {
      lookups: async () => ({ ...lookups, groups: new Map([[group.id, { ...group, name }]]) }),
      within: () => ({ search: async () => ({ items: [], next: null }) }),
      byIdentifiers: async () => [],
    }
    const bytes = encodeText(users(name), encoding)
    const { encodings = [] } = await inspect(bytes)
    const chosen = await chooseEncoding({ directory }, encodings, null)
    const { cells } = await read(bytes, chosen ?? undefined)
    expect(cells[1]?.[1]).toBe(name)
  })
})

test('decodes every encoding that can be chosen', async () => {
  for (const encoding of uploadEncodings) {
    const bytes = encoding === 'iso-2022-jp' ? Buffer.from('Email,Name\n') : encodeText('Email,Name\n', encoding)
    expect(await read(bytes, encoding)).toMatchObject({ encoding, cells: [['Email', 'Name']] })
  }
})
