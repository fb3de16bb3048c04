import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fc } from '@fast-check/vitest'
import { nameIndex } from '@muster/core/account/name-index'
import { levelOf } from '@muster/core/upload/issue-level'
import { readRow } from '@muster/core/upload/upload-row'
import { expect, test } from 'vitest'
import { lossOf, rowsCounter } from '../../../features/uploads/receive/contents-count.ts'
import { isHeadingInDoubt, partHeader, readColumns } from '../../../features/uploads/receive/read-columns.ts'
import { textIssues } from '../../../features/uploads/receive/text-issues.ts'
import { FileRefusal } from '../file-refusal.ts'
import type { FileRow } from '../file-row.ts'
import { inspectFile, readRows } from '../read-file.ts'
import { encodeText } from '../testing/encode-text.ts'
import type { FileEncoding } from './file-encodings.ts'

const words = {
  'utf-8': 'Zürich 東京',
  'utf-16le': 'Zürich 東京',
  'utf-16be': 'Zürich 東京',
  'windows-1252': 'Zürich é',
  'windows-1251': 'Москва',
  gb18030: '东京办公室',
  shift_jis: '東京',
  big5: '東京辦公室',
} as const satisfies Partial<Record<FileEncoding, string>>
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of this very record
const encodings = Object.keys(words) as (keyof typeof words)[]

const line = fc.record({
  second: fc.constantFrom('Data', '', '"Data, Legal"', 'word', '5" disk'),
  end: fc.constantFrom('\n', '\r\n', '\r', '\r\r\n', '\n\n'),
})
const mutation = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  bytes: fc.constantFrom(
    [0],
    [0, 0],
    [0xef, 0xbb, 0xbf],
    [0xff, 0xfe],
    [0xfe, 0xff],
    [0x0d],
    [0x0a],
    [0xe9],
    [0x81],
    [0xc3],
  ),
  replaced: fc.integer({ min: 0, max: 2 }),
})
const file = fc.record({
  encoding: fc.constantFrom(...encodings),
  withMark: fc.boolean(),
  heading: fc.boolean(),
  lines: fc.array(line, { minLength: 1, maxLength: 8 }),
  mutations: fc.array(mutation, { maxLength: 3 }),
})
type TestFile = typeof file extends fc.Arbitrary<infer T> ? T : never

function bytesOf({ encoding, withMark, heading, lines, mutations }: TestFile): Buffer {
  const rows = lines.map(({ second, end }, n) => {
    const cell = second === 'word' ? words[encoding] : second
    return `user${n}@example.com,${cell}${end}`
  })
  const hasMark = withMark && encoding.startsWith('utf-')
  const text = `${hasMark ? '\ufeff' : ''}${heading ? 'Email,Groups\n' : ''}${rows.join('')}`
  return mutations.reduce(
    (bytes, { at, bytes: inserted, replaced }) => {
      const place = Math.floor(at * bytes.length)
      return Buffer.concat([bytes.subarray(0, place), Buffer.from(inserted), bytes.subarray(place + replaced)])
    },
    encodeText(text, encoding),
  )
}

/** The addresses still in the bytes, in any encoding and byte order. */
function addressesOf(bytes: Buffer): ReadonlySet<string> {
  const readings = [
    bytes.toString('latin1'),
    ...[0, 1].flatMap((from) => {
      const even = Buffer.from(bytes.subarray(from, bytes.length - ((bytes.length - from) % 2)))
      return [even.toString('utf16le'), Buffer.from(even).swap16().toString('utf16le')]
    }),
  ]
  return new Set(readings.flatMap((text) => text.match(/(?<![\w.])user\d@example\.com(?!\w)/g) ?? []))
}

const noNames = nameIndex([])
const names = { groups: noNames, roles: noNames, bots: noNames, botIds: [], adminRoleIds: new Set<string>() }
const visible = (cell: string) => cell.replaceAll(/[\p{Cc}\p{Cf}]/gu, '')

const path = join(mkdtempSync(join(tmpdir(), 'broken-bytes-')), 'users.csv')

/** The reader's result: null if it refuses the file. */
async function read(bytes: Buffer) {
  writeFileSync(path, bytes)
  try {
    const { detected, sample, contents } = await inspectFile({ path, name: 'users.csv' }, {})
    const { headerRow, header, data } = partHeader(sample, undefined)
    const columns = readColumns({ header, data, remembered: null })
    const counter = rowsCounter(contents)
    const rows: FileRow[] = []
    await readRows(path, detected, async (batch) => {
      for (const row of batch) counter.see(row)
      rows.push(...batch)
    })
    if (contents === undefined || lossOf(contents, counter) !== null) return null
    const checked = { columns, detected: { ...detected, headerRow } }
    const below = rows.filter(({ row }) => row > headerRow)
    if (headerRow > 0 && isHeadingInDoubt(columns, below.length)) return null
    const failing = below.filter((row) => {
      const { identifier, issues } = readRow(row.cells, columns, names)
      const found = [...issues, ...textIssues({ ...row, edited: [] }, checked)]
      // Another identifier is unknown to the directory, which is an error too.
      const isUnknown = identifier !== null && !/^user\d@example\.com$/.test(identifier.value)
      return isUnknown || found.some(({ code }) => levelOf[code] === 'error' && code !== 'group_unknown')
    })
    return { below, failing }
  } catch (error) {
    if (error instanceof FileRefusal) return null
    throw error
  }
}

const lineOf = (second: '' | 'Data') => ({ second, end: '\n' }) as const
/** Files whose users once disappeared without an error. */
const lostOnce: readonly TestFile[] = [
  // A surplus byte shifts all that follows.
  {
    encoding: 'utf-16be',
    withMark: true,
    heading: true,
    lines: [lineOf('Data'), lineOf('Data'), lineOf('Data')],
    mutations: [{ at: 0.08433734939759037, bytes: [0], replaced: 0 }],
  },
  // Two missing bytes make a row look like headings.
  {
    encoding: 'utf-8',
    withMark: false,
    heading: false,
    lines: [lineOf(''), lineOf('Data'), lineOf('Data'), lineOf('Data')],
    mutations: [{ at: 0.25, bytes: [0x0a], replaced: 2 }],
  },
]
/** BROKEN_FILES: how many files. */
const files = Number(process.env['BROKEN_FILES'] ?? 2000)

test(
  'every address in broken files is in a row, or a row is an error',
  async () => {
    let broken = 0
    await fc.assert(
      fc.asyncProperty(file, async (one) => {
        const bytes = bytesOf(one)
        const reading = await read(bytes)
        if (reading === null) return
        const cells = reading.below.flatMap((row) => row.cells.map(visible))
        const lost = [...addressesOf(bytes)].filter((address) => !cells.some((cell) => cell.includes(address)))
        if (lost.length > 0) broken += 1
        if (lost.length > 0) expect(reading.failing.length).toBeGreaterThan(0)
      }),
      { numRuns: files, examples: lostOnce.map((one): [TestFile] => [one]) },
    )
    expect(broken).toBeGreaterThan(files / 100)
  },
  300_000 + files * 60,
)
