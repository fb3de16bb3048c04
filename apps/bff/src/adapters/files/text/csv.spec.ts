import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { fileFormat } from '../file-format.ts'
import { inEnglish } from '../testing/in-english.ts'
import { guessDelimiter } from './delimiter.ts'
import { readCsv } from './read-csv.ts'
import { scanText } from './scan-text.ts'
import { guessEncoding } from './text-encoding.ts'

const folder = await mkdtemp(join(tmpdir(), 'muster-csv-'))
let files = 0

async function rowsOf(bytes: Buffer | string, delimiter: ',' | ';' | '\t' | '|' = ',') {
  const path = join(folder, `${(files += 1)}.csv`)
  const content = typeof bytes === 'string' ? Buffer.from(bytes) : bytes
  await writeFile(path, content)
  return Array.fromAsync(readCsv(path, { encoding: await encodingOf(path, content), delimiter }))
}
async function encodingOf(path: string, bytes: Buffer) {
  const { notUtf8 } = await scanText(path)
  return guessEncoding(bytes, notUtf8).encoding
}
const cellsOf = async (...input: Parameters<typeof rowsOf>) => (await rowsOf(...input)).map(({ cells }) => cells)

describe('readCsv', () => {
  it.each([
    ['LF', 'a,b\n1,2\n'],
    ['CRLF', 'a,b\r\n1,2\r\n'],
    ['CR', 'a,b\r1,2\r'],
    ['no final line break', 'a,b\n1,2'],
    ['a byte order mark', '\ufeffa,b\r\n1,2'],
  ])('reads %s', async (_name, text) =>
    expect(await cellsOf(text)).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]),
  )

  it('reads mixed line breaks and keeps those within quotes', async () => {
    expect(await cellsOf('a,b\r\n1,"x\r\ny"\n2,"z\nw"\r3,"q""q"')).toEqual([
      ['a', 'b'],
      ['1', 'x\r\ny'],
      ['2', 'z\nw'],
      ['3', 'q"q'],
    ])
  })

  it('counts and skips blank rows', async () => {
    expect((await rowsOf('a,b\n\n,\n1,2\n')).map(({ row }) => row)).toEqual([1, 4])
  })

  it('keeps ragged rows as they are', async () =>
    expect(await cellsOf('a,b\n1\n1,2,3\n')).toEqual([['a', 'b'], ['1'], ['1', '2', '3']]))

  it('reads an unclosed quote as text, and names its line', async () => {
    expect(await rowsOf('a,b\n"1,2\n3,4\n')).toMatchObject([
      { cells: ['a', 'b'] },
      { row: 2, cells: ['"1', '2'], faults: [{ kind: 'not_closed', column: 0, line: 2 }] },
      { row: 3, cells: ['3', '4'] },
    ])
  })

  it('refuses more columns than a sheet needs', async () => {
    await expect(inEnglish(() => rowsOf(`${'a,'.repeat(300)}\n`))).rejects.toThrow(
      'Line 1 has values in more than 256 columns',
    )
  })

  it('ignores blank columns beyond the last value', async () => {
    expect(await cellsOf(`a,b${','.repeat(1000)}\n`)).toEqual([expect.arrayContaining(['a', 'b', ''])])
  })

  it('keeps headers that are names of JavaScript properties', async () => {
    expect(await cellsOf('__proto__,constructor\n1,2\n')).toEqual([
      ['__proto__', 'constructor'],
      ['1', '2'],
    ])
  })

  const cell = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !text.includes('\ufeff'))
  const table = fc
    .integer({ min: 1, max: 5 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }))
  test.prop([table, fc.constantFrom(',', ';', '\t', '|'), fc.constantFrom('\n', '\r\n', '\r')], { numRuns: 300 })(
    'returns the written rows',
    async (rows, delimiter, lineEnd) => {
      const text = rows
        .map((cells) => cells.map((value) => `"${value.replaceAll('"', '""')}"`).join(delimiter))
        .join(lineEnd)
      const kept = rows.filter((cells) => cells.some((value) => /[^\s\p{Cc}\p{Cf}]/u.test(value)))
      expect(await cellsOf(text, delimiter as ',')).toEqual(kept)
    },
  )
})

describe('guessEncoding', () => {
  const utf16 = (text: string, bigEndian: boolean) => {
    const bytes = Buffer.from(text, 'utf16le')
    return bigEndian ? bytes.swap16() : bytes
  }
  it.each([
    ['ASCII', Buffer.from('a,b'), 'utf-8'],
    ['UTF-8', Buffer.from('Zoë,Иван'), 'utf-8'],
    ['Windows-1252', Buffer.from('Zo\xeb,M\xfcller', 'latin1'), 'windows-1252'],
    ['UTF-16 LE', utf16('Email,Name\n', false), 'utf-16le'],
    ['UTF-16 BE', utf16('Email,Name\n', true), 'utf-16be'],
    ['Shift-JIS', Buffer.from([0x93, 0xfa, 0x96, 0x7b, 0x2c, 0x83, 0x65, 0x83, 0x58]), 'shift_jis'],
  ])('tells %s', async (_name, bytes, encoding) => {
    const path = join(folder, `${(files += 1)}.txt`)
    await writeFile(path, bytes)
    expect(await encodingOf(path, bytes)).toBe(encoding)
  })
})

describe('scanText', () => {
  const scan = async (bytes: Buffer) => {
    const path = join(folder, `${(files += 1)}.txt`)
    await writeFile(path, bytes)
    return scanText(path)
  }
  const plain = Buffer.from('Email,Name\n'.repeat(20_000))

  it('finds a letter of another encoding far from the beginning', async () => {
    const { notUtf8 } = await scan(Buffer.concat([plain, Buffer.from('a,Zo\xeb\n', 'latin1')]))
    expect(notUtf8).not.toBeNull()
    expect(guessEncoding(plain.subarray(0, 65_536), notUtf8).encoding).toBe('windows-1252')
    expect((await scan(Buffer.concat([plain, Buffer.from('a,Zoë\n')]))).notUtf8).toBeNull()
  })

  it.each([
    ['a,b\n1,2\n', 2],
    ['a,b\r\n1,"x\r\ny"\r\n', 3],
    ['a,b\r1,2\r', 2],
  ])('counts the lines of %j', async (text, lines) => expect((await scan(Buffer.from(text))).lines).toBe(lines))
})

describe('guessDelimiter', () => {
  it.each([
    ['a,b\n1,2', ','],
    ['a;b\n"1,5";2', ';'],
    ['a\tb\n1\t2', '\t'],
    ['a|b\n1|2', '|'],
    ['Email\nana@example.com', ','],
    ['Email,Groups\na@example.com,x;y;z', ','],
    ['Email,Groups\na@example.com,x;y;z\nb@example.com,x;y;z\nc@example.com,x;y;z', ','],
    ['Quarterly changes\nEmail;Role;Bot\na@example.com;x;y\nb@example.com;x;y', ';'],
    ['Changes, third quarter\n\nEmail\tRole\na@example.com\tx', '\t'],
    ['sep=|\r\na;b|c;d\r\n', '|'],
  ])('tells %j', (text, delimiter) => expect(guessDelimiter(text)).toBe(delimiter))
})

describe('fileFormat', () => {
  const zip = Buffer.from([0x50, 0x4b, 0x03, 0x04])
  it.each([
    ['users.csv', Buffer.from('a'), 'csv'],
    ['users.txt', Buffer.from('a'), 'csv'],
    ['users.xlsx', zip, 'xlsx'],
    ['body.json', Buffer.from('{}'), 'json'],
    ['pasted.tsv', Buffer.from('\n { "users": [] }'), 'json'],
    ['odd.csv', Buffer.from('{"a",b\n'), 'csv'],
  ])('takes %s', (name, bytes, format) => expect(fileFormat(name, bytes)).toBe(format))
  it.each([
    ['users.csv', zip, 'ZIP container'],
    ['users.xlsx', Buffer.from('a,b'), 'not an Excel workbook'],
    ['users.xls', Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), 'old Excel file'],
    ['users.html', Buffer.from('<table>'), 'not read'],
    ['users.csv', Buffer.alloc(0), 'It is empty'],
    ['users.csv', Buffer.from('\ufeff\r\n<table><tr><td>a'), 'web page or XML'],
    ['users.txt', Buffer.from('<?xml version="1.0"?>'), 'web page or XML'],
  ])('refuses %s', (name, bytes, why) => expect(inEnglish(() => fileFormat(name, bytes))).rejects.toThrow(why))
})
