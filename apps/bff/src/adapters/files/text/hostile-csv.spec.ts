import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { fc } from '@fast-check/vitest'
import { unpackRows } from '@muster/core/upload-block/packed-rows'
import { describe, expect, it } from 'vitest'
import { fileLimits } from '../file-limits.ts'
import { createFileReader } from '../file-reader.ts'
import { createJsonScanner } from '../json/json-scanner.ts'
import { asFile } from '../testing/hostile-zip.ts'

const reader = createFileReader()
async function read(bytes: Buffer | string, name = 'people.csv') {
  const path = await asFile(Buffer.from(bytes as string), name)
  const { detected } = await reader.inspect({ path, name }, {})
  const rows = (await Array.fromAsync(reader.rows(path, detected), unpackRows)).flat()
  return { detected, rows, cells: rows.map((row) => row.cells) }
}

describe('csv-spectrum', async () => {
  const folder = join(dirname(createRequire(import.meta.url).resolve('csv-spectrum')), 'csvs')
  const files = (await readdir(folder)).filter((name) => name.endsWith('.csv'))
  it('is complete', () => expect(files).toHaveLength(12))
  it.each(files)('reads %s as its expected result', async (name) => {
    const { cells } = await read(await readFile(join(folder, name)))
    const [header = [], ...rows] = cells
    const answer = JSON.parse(
      (await readFile(join(folder, '..', 'json', name.replace('.csv', '.json')), 'utf8'))
        // The expected result in the corpus has another number than its file.
        .replace('1234567890', name === 'location_coordinates.csv' ? '2095257564' : '1234567890'),
    ) as unknown
    expect(rows.map((row) => Object.fromEntries(header.map((key, at) => [key, row[at] ?? ''])))).toEqual(
      [answer].flat(),
    )
  })
})

describe('hostile text', () => {
  it('keeps headings that are JavaScript property names, duplicate, empty or alike', async () => {
    const before = Object.getOwnPropertyNames(Object.prototype).toSorted()
    const header = ['__proto__', 'constructor', 'constructor', '', 'toString', 'Email', 'Еmail']
    expect((await read(`${header.join(',')}\n1,2,3,4,5,6,7\n`)).cells).toEqual([
      header,
      ['1', '2', '3', '4', '5', '6', '7'],
    ])
    expect(Object.getOwnPropertyNames(Object.prototype).toSorted()).toEqual(before)
  })

  it.each([
    ['one line of 25 MB', () => 'a'.repeat(fileLimits.bytes), /too long to be one row/],
    ['a million columns', () => `${'a,'.repeat(1_000_000)}\n`, /Line 1 has values in more than 256 columns/],
    ['more rows than a sheet has', () => `a,b\n"${'x,y\n'.repeat(3_000_000)}`, /more than 1,048,576 rows/],
  ])('refuses %s and names the position', async (_name, text, why) => {
    const before = process.cpuUsage()
    await expect(read(text())).rejects.toThrow(why)
    // Processor time: a shared machine may stall.
    expect(process.cpuUsage(before).user).toBeLessThan(15_000_000)
  })

  it('keeps NUL, control characters and stray quotes', async () => {
    expect((await read('a,b\n\0x,\u0001\nx"y,z"\n')).cells).toEqual([
      ['a', 'b'],
      ['\0x', '\u0001'],
      ['x"y', 'z"'],
    ])
  })

  it.each(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'shift_jis'] as const)('reads %s', async (encoding) => {
    const japanese = Buffer.from([0x93, 0xfa, 0x96, 0x7b, 0x2c, 0x83, 0x65, 0x83, 0x58, 0x83, 0x67])
    const bytes = {
      'utf-8': Buffer.from('Zoë,Иван'),
      'utf-16le': Buffer.from('\ufeffZoë,Иван', 'utf16le'),
      'utf-16be': Buffer.from('\ufeffZoë,Иван', 'utf16le').swap16(),
      'windows-1252': Buffer.from('Zo\xeb,M\xfcller', 'latin1'),
      shift_jis: japanese,
    }[encoding]
    const { detected, cells } = await read(bytes)
    expect(detected.encoding).toBe(encoding)
    expect(cells[0]).toHaveLength(2)
    expect(cells.flat().join('')).not.toContain('\ufffd')
  })
})

describe('every row', () => {
  it('appears once with its number in 10,000 files, or the file is refused', async () => {
    // Many small files joined would be one file: each is read alone, but only through the parser.
    const { rowsOfText } = await import('./read-csv.ts')
    const cell = fc.oneof(fc.constantFrom('', ' ', 'a', 'ü', "'", '=1', '0'), fc.string({ maxLength: 6 }))
    const table = fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 8 })
    const ends = fc.constantFrom('\n', '\r\n', '\r')
    const delimiters = fc.constantFrom(',', ';', '\t', '|')
    await fc.assert(
      fc.asyncProperty(table, ends, delimiters, async (rows, end, delimiter) => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
        const text = rows.map((cells) => cells.map(quoted).join(delimiter)).join(end)
        const got = await Array.fromAsync(rowsOfText(text, delimiter as ','))
        const expected = rows.flatMap((cells, at) =>
          cells.some((one) => /[^\s\p{Cc}\p{Cf}]/u.test(one)) ? [{ row: at + 1, cells }] : [],
        )
        expect(got.map(({ row, cells }) => ({ row, cells }))).toEqual(expected)
      }),
      { numRuns: 10_000 },
    )
  }, 120_000)
})

const numbered = (name: string, count: number) => Array.from({ length: count }, (_, n) => `"${name}${n}":1`).join(',')

/** The tokens of a value, as a scanner reports them. */
function eventsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return ['[', ...value.flatMap(eventsOf), 'close']
  if (typeof value !== 'object' || value === null)
    return [['scalar', typeof value === 'number' ? JSON.stringify(value) : String(value)]]
  return ['{', ...Object.entries(value).flatMap(([name, inner]) => [['key', name], ...eventsOf(inner)]), 'close']
}

describe('hostile JSON', () => {
  const polluted = () => Object.getOwnPropertyNames(Object.prototype).toSorted()
  it.each([
    ['nesting 100,000 deep', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, /nested deeper/],
    ['a number for a body', '7', /not the body/],
    ['NaN', '{"users":[NaN]}', /not valid JSON/],
    ['a list of lists', '[[[]]]', /not the body/],
    ['only a prototype', '{"__proto__":{"users":[]}}', /"__proto__" is not allowed/],
    ['only a constructor', '{"constructor":{"prototype":{"users":[]}}}', /not the body/],
    ['a duplicate key', '{"users":[],"users":[{}]}', /duplicate key/],
    ['nothing', ' ', /not valid JSON/],
  ])('refuses %s', async (_name, text, why) => {
    const before = polluted()
    await expect(read(text, 'body.json')).rejects.toThrow(why)
    expect(polluted()).toEqual(before)
  })

  const many = (entry: string, count: number) => `{"users":[${`${entry},`.repeat(count)}${entry}]}`
  it.each([
    ['24 MB of empty lists', () => many('[]', 8_000_000), /more than 1,048,576 entries in “users”/],
    ['2 MB of empty objects', () => many('{}', 700_000), /Entry 1 of “users” is empty/],
    ['25 MB of nesting', () => '['.repeat(25 * 1024 * 1024), /nested deeper/],
    ['one entry of millions of values', () => `{"users":[${many('[]', 4_000_000)}]}`, /more than 20,000 values/],
    ['millions of keys', () => many(`{${numbered('k', 1_000_000)}}`, 0), /more than 10,000 keys/],
    ['one text of 24 MB', () => many(`"${'a'.repeat(24_000_000)}"`, 0), /more than 1,000,000 characters/],
    ['a text of quotes that never ends', () => `{"a":"${String.raw`\"`.repeat(12_000_000)}`, /1,000,000 characters/],
    ['a list that nothing reads', () => `{"x":[${'1,'.repeat(12_000_000)}1]}`, /entries in “x”/],
  ])('refuses %s in seconds, without memory of the server', async (_name, text, why) => {
    const path = await asFile(Buffer.from(text()), 'body.json')
    const before = process.memoryUsage().rss
    const started = performance.now()
    let most = 0
    const looking = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20)
    await expect(reader.inspect({ path, name: 'body.json' }, {})).rejects.toThrow(why)
    clearInterval(looking)
    expect(performance.now() - started).toBeLessThan(30_000)
    expect((most - before) / 1024 / 1024).toBeLessThan(64)
  })

  it.each([
    '{"users":[1,]}',
    '{"users":[01]}',
    '{"a" 1}',
    '{"a":1}}',
    '{"a":tru}',
    '{"a":"\t"}',
    "{'a':1}",
    '{"a":"\\x"}',
  ])('refuses invalid JSON: %s', async (text) => expect(read(text, 'body.json')).rejects.toThrow(/not valid JSON/))

  const json = fc.jsonValue({ noUnicodeString: false }).filter((value) => !JSON.stringify(value).includes('__proto__'))
  it('accepts what JSON.parse accepts, in chunks of any size', () => {
    fc.assert(
      fc.property(json, fc.integer({ min: 1, max: 7 }), (value, size) => {
        const seen: unknown[] = []
        const scanner = createJsonScanner({
          open: (isObject) => void seen.push(isObject ? '{' : '['),
          close: () => void seen.push('close'),
          key: (name) => void seen.push(['key', name]),
          scalar: (scalar) => void seen.push(['scalar', String(scalar)]),
        })
        const text = JSON.stringify(value)
        for (let at = 0; at < text.length; at += size) scanner.write(text.slice(at, at + size))
        scanner.end()
        expect(seen).toEqual(eventsOf(value))
      }),
      { numRuns: 2000 },
    )
  })

  it('reads a large body without blocking other requests', async () => {
    const users = Array.from({ length: 60_000 }, (_, n) => ({
      userInfo: { emailId: `p${n}@example.com` },
      isDeveloper: true,
    }))
    const text = JSON.stringify({ users })
    const delay = monitorEventLoopDelay({ resolution: 5 })
    const started = performance.now()
    JSON.parse(text, (_key, value: unknown) => value)
    const alone = performance.now() - started
    const path = await asFile(Buffer.from(text), 'body.json')
    const { detected } = await reader.inspect({ path, name: 'body.json' }, {})
    delay.enable()
    let rows = 0
    for await (const batch of reader.rows(path, detected)) rows += batch.numbers.length
    delay.disable()
    expect(rows).toBe(60_001)
    // Parsing at once would block this long; sending rows in batches does not.
    expect(delay.percentile(99) / 1e6).toBeLessThan(Math.max(250, alone))
  })

  it('keeps the text of ids that are numbers', async () => {
    const { cells } = await read('{"orgUserIds":[12345678901234567890,"7",1e3]}', 'body.json')
    expect(cells.slice(1).map(([id]) => id)).toEqual(['12345678901234567890', '7', '1e3'])
  })
})
