import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fc } from '@fast-check/vitest'
import type { UploadColumn } from '@muster/contracts/uploads'
import type { Identifier } from '@muster/core/account/user'
import { isReportHeader } from '@muster/core/outcome/report-columns'
import type { UserMatch } from '@muster/core/plan/plan-item'
import { aUser, groupIds, lookups } from '@muster/core/testing/account'
import { plainCell } from '@muster/core/upload/formula-injection'
import { openRows, unpackRows } from '@muster/core/upload-block/packed-rows'
import { decodeFacts, encodeFacts } from '@muster/core/upload-block/row-facts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accountNamesOf } from '../../../features/uploads/check/account-names.ts'
import { createRowsCheck } from '../../../features/uploads/check/rows-check.ts'
import { checkRows } from '../../../features/uploads/check/validate-rows.ts'
import { valuesAbove } from '../../../features/uploads/check/values-above.ts'
import type { CheckedRow, KeptRow } from '../../../features/uploads/ports.ts'
import { partHeader, readColumns } from '../../../features/uploads/receive/read-columns.ts'
import { keysOfMatches } from '../../../features/uploads/testing/keys-of-matches.ts'
import { createFileReader } from '../../files/file-reader.ts'
import { emailKeyOf } from '../directory/user-row.ts'
import { keptRow } from './upload-blocks.ts'
import { causesOf, duplicateKey, firstMarks, UploadIndex } from './upload-index.ts'

/** `UPLOAD_FILES` extends it. */
const files = Number(process.env['UPLOAD_FILES'] ?? 200)
const reader = createFileReader()
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'muster-blocks-'))
})
afterAll(() => rm(folder, { recursive: true }))

const people = [
  aUser({ id: 'u-1', email: 'ben@example.com', orgUserId: 'E1' }),
  aUser({ id: 'u-2', email: 'zoë@example.com', orgUserId: 'E2', groups: [groupIds[0]], isDeveloper: true }),
  aUser({ id: 'u-3', email: 'cy@example.com', orgUserId: null }),
  aUser({ id: 'u-4', email: 'dee@example.com', orgUserId: 'E4' }),
  aUser({ id: 'u-5', email: 'eve@example.com', orgUserId: 'E4' }),
]
const matchOf = ({ by, value }: Identifier): UserMatch => {
  const found = people.filter((user) => {
    if (by === 'email') return emailKeyOf(user.email) === emailKeyOf(value)
    return by === 'userId' ? user.id === value.trim() : by === 'orgUserId' && user.orgUserId === value.trim()
  })
  const [user] = found
  if (user === undefined) return { kind: 'none' }
  return found.length > 1 ? { kind: 'ambiguous', count: found.length } : { kind: 'user', user }
}
const directory = { byIdentifiers: async (identifiers: readonly Identifier[]) => identifiers.map(matchOf) }
const sources = { directory, keys: keysOfMatches(directory), reportedItems: { find: async () => [] } }

const values: Readonly<Record<string, readonly string[]>> = {
  'Employee ID': ['E1', 'E2', 'E4', 'E9', ' E1 ', '', 'e9', 'EXAMPLE-1', '1E+05', 'Total'],
  'User id': ['u-1', 'U-1', 'u-9', '', '-'],
  'Add groups': [
    'Support',
    'support; Legal',
    'Suport',
    'Unknown',
    '',
    ';',
    'e-lab',
    'n/a',
    'Suport; Suport',
    'Support\u001f',
  ],
  'Set groups': ['Support', 'Sales', '', '?', '\u001fSales'],
  'Add roles': ['Tester on Billing', 'Tester on *', 'Tester', 'Analyst on Claim', 'X on Y', '', 'Auditor'],
  Developer: ['yes', 'no', 'maybe', '', 'TRUE', '\u200byes'],
  Remove: ['yes', 'no', '', 'perhaps'],
  Erase: ['', 'all bots', 'Billing', 'nope'],
  'Muster outcome': ['', 'changed', 'failed'],
  Notes: ['', '=1+1', 'two\nlines', '"', 'a\u001fb\u001e\u001bc', '\ufffd', 'x'.repeat(3000), 'ben@example.com'],
}
const address = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      'ben@example.com',
      'BEN@example.com',
      ' zoë@example.com',
      'cy@example.com',
      'zoe@example.com',
    ),
  },
  fc.constantFrom(
    '',
    'no address',
    'new@example.com',
    'New@Example.com',
    'n\u0435w@example.com',
    'a@xn--bcher-kva.example',
  ),
  fc.constantFrom(
    'example.add@example.com',
    '<ben@example.com>',
    'ben@example.com; cy@example.com',
    'Total',
    "o'b@example.com",
  ),
  fc.string({ maxLength: 8 }),
)
const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
const file = fc.subarray(Object.keys(values), { maxLength: 4 }).chain((names) => {
  const row = fc
    .tuple(address, ...names.map((name) => fc.constantFrom(...(values[name] ?? ['']))))
    .chain((whole) =>
      fc.oneof(
        { weight: 8, arbitrary: fc.constant<readonly string[]>(whole) },
        fc.constant<readonly string[]>(['']),
        fc.constant<readonly string[]>(whole.slice(0, 1)),
        fc.constant<readonly string[]>([...whole, 'beyond']),
        fc.constant<readonly string[]>([...whole, '', '']),
      ),
    )
  return fc.array(row, { minLength: 1, maxLength: 30 }).map((rows) => [['Email ID', ...names], ...rows])
})

/** Rows with different requests whose cells, joined by the separator, are the same text. */
const sameWhenJoined = [
  ['Email ID', 'Add groups', 'Set groups'],
  ['ben@example.com', '', 'Sales\u001f'],
  ['cy@example.com', '\u001fSales', ''],
]

/** A report of Muster, with a value that a sheet would run. */
const escapedReport = [
  ['Email ID', 'Muster outcome'],
  ["'@", 'failed'],
]

/** The results row by row: which earlier row a row repeats, and how many rows each group of issues has. */
function rowByRow(rows: readonly CheckedRow[]) {
  const counted: CheckedRow[] = []
  const groups = new Map<string, number>()
  const kept = rows.map((row): KeptRow & { readonly isFooter: boolean } => {
    const excluded = row.isFooter === true
    const isCounted = !excluded && !row.done && row.subject !== null
    const byForm = row.subject?.startsWith('userId:') === false && row.resembles !== null
    const same = counted.find(
      ({ subject, resembles }) => subject === row.subject || (byForm && resembles === row.resembles),
    )
    if (isCounted) counted.push(row)
    const duplicateOf = isCounted ? (same?.row ?? null) : null
    const keys = new Set(row.issues.map(({ key }) => key))
    if (duplicateOf !== null) keys.add(duplicateKey)
    if (!excluded) for (const key of keys) groups.set(key, (groups.get(key) ?? 0) + 1)
    const { subject: _subject, resembles: _resembles, ...its } = row
    return { ...its, isFooter: excluded, excluded, duplicateOf }
  })
  return { kept, groups }
}

async function detect(table: readonly (readonly string[])[]) {
  const path = join(folder, 'people.csv')
  await writeFile(path, table.map((cells) => cells.map(quoted).join(',')).join('\n'))
  const { detected, sample, contents } = await reader.inspect({ path, name: 'people.csv' }, {})
  const { header, data } = partHeader(sample, 1)
  const columns: readonly UploadColumn[] = readColumns({ header, data, remembered: null, isText: true })
  return { path, contents, upload: { columns, detected: { ...detected, headerRow: 1 } } }
}

test('blocks have what a check row by row finds, in generated files', { timeout: 900_000 }, async () => {
  let plain = 0
  await fc.assert(
    fc.asyncProperty(file, async (table) => {
      const { path, contents, upload } = await detect(table)
      const packed = await Array.fromAsync(reader.rows(path, upload.detected))
      const below = packed.flatMap(unpackRows).filter(({ row }) => row > 1)
      // A report of Muster has an apostrophe before values that a sheet would run.
      const isReport = isReportHeader(table[0] ?? [])
      const unescaped = isReport ? below.map((row) => ({ ...row, cells: row.cells.map(plainCell) })) : below
      // What a cell is offered follows from the rows above it, so both have it.
      const above = valuesAbove(isReport ? [] : upload.columns)
      const data = unescaped.map((row) => ({ ...row, ...above.extend(row.cells, row) }))
      const names = accountNamesOf(lookups)
      const { kept, groups } = rowByRow(await checkRows(sources, { rows: data, upload, names }))

      const check = createRowsCheck(sources, {
        upload: { ...upload, createdAt: 0 },
        lookups,
        rows: data.length,
        isFile: true,
        contents,
      })
      const index = new UploadIndex(1)
      const blocks = await Promise.all(packed.map((rows) => check.take(rows)))
      for (const [block, { facts, dictionary }] of blocks.entries())
        index.append({ block, version: 1, facts, marks: firstMarks(facts), causes: causesOf(dictionary.entries) })
      index.findDuplicates()
      const found = blocks.flatMap(({ rows, facts, dictionary }, block) =>
        Array.from(rows.numbers, (_, at): KeptRow => {
          const its = index.blocks[block]
          if (its === undefined) throw new Error('a block is not indexed')
          const whole = { block, version: 1, rows: openRows(rows), facts: decodeFacts(encodeFacts(facts)), dictionary }
          return keptRow({ block: its, at }, whole)
        }),
      )
      expect(found).toEqual(kept)
      expect((await check.end()).rows).toBe(data.length)
      for (const [key, count] of groups)
        expect(
          index.match({ issue: key, after: 0, limit: 1000 }).filter(({ block, at }) => block.marks[at] === 0),
        ).toHaveLength(count)
      const listed = index.largestGroups(500).reduce((sum, { count }) => sum + count, index.duplicates().count)
      expect(listed).toBe([...groups.values()].reduce((sum, count) => sum + count, 0))
      plain += kept.filter(({ issues }) => issues.length === 0).length
    }),
    { numRuns: files, examples: [[sameWhenJoined], [escapedReport]] },
  )
  expect(plain).toBeGreaterThan(0)
})
