import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fc } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { lossOf, rowsCounter } from '../../../features/uploads/receive/contents-count.ts'
import { FileRefusal } from '../file-refusal.ts'
import type { FileRow } from '../file-row.ts'
import { inspectFile, readRows } from '../read-file.ts'
import { inEnglish } from '../testing/in-english.ts'
import { jsonCounter } from './json-contents.ts'

const text = fc.constantFrom('Data', 'Zürich', 'a "quoted" name', '東京', 'x\\y', 'Sales, Legal', '\u{1f600}', '7', ' ')
const email = fc.integer({ min: 0, max: 99 }).map((n) => `user${n}@example.com`)
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
/** Mostly documented, at times in another form. */
const list = <T>(value: fc.Arbitrary<T>) => fc.oneof({ weight: 5, arbitrary: fc.array(value, { maxLength: 3 }) }, value)
const role = fc.record({
  roleId: text,
  botId: maybe(text),
  note: maybe(fc.constantFrom('kept aside', 'a@example.com')),
})
const change = <T>(value: fc.Arbitrary<T>) => fc.record({ addTo: maybe(list(value)), removeFrom: maybe(list(value)) })
const user = fc.record({
  userInfo: fc.record({ emailId: email, orgUserId: maybe(text), phone: maybe(text) }),
  groups: maybe(change(text)),
  roles: maybe(change(role)),
  canCreateBot: maybe(fc.oneof(fc.boolean(), fc.constantFrom(1, 'yes', null))),
  comment: maybe(text),
})
const subject = fc.oneof(email, fc.record({ channel_user_id: text, channel_id: text, since: maybe(text) }), text)
const many = <T>(value: fc.Arbitrary<T>) => fc.array(value, { minLength: 1, maxLength: 5 })
const body = fc.oneof(
  fc.record({ users: many(user) }),
  fc.record({ deleteEmailIds: many(email), orgUserIds: maybe(many(text)) }),
  fc.record({ orgUserIds: many(fc.oneof(text, fc.integer())) }),
  fc.record({ userIds: many(subject), botIds: maybe(many(text)), RemoveDataFromAllBots: maybe(fc.boolean()) }),
)
const mutation = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  inserted: fc.constantFrom(
    '',
    '"',
    '\\',
    ',',
    '{',
    '}',
    '[',
    ']',
    ':',
    '[]',
    '{}',
    '"x":1,',
    '"y@example.com",',
    'null,',
  ),
  replaced: fc.integer({ min: 0, max: 3 }),
})
const file = fc.record({
  body,
  indent: fc.constantFrom(0, 2),
  isEscaped: fc.boolean(),
  mutations: fc.array(mutation, { maxLength: 2 }),
})
type TestFile = typeof file extends fc.Arbitrary<infer T> ? T : never

const escaped = (json: string) =>
  json.replaceAll(/[^\0-\x7f]|@/g, (one) =>
    [...Array(one.length).keys()].map((n) => `\\u${one.charCodeAt(n).toString(16).padStart(4, '0')}`).join(''),
  )

function textOf({ body: value, indent, isEscaped, mutations }: TestFile): string {
  const json = JSON.stringify(value, null, indent)
  return mutations.reduce(
    (whole, { at, inserted, replaced }) => {
      const place = Math.floor(at * whole.length)
      return whole.slice(0, place) + inserted + whole.slice(place + replaced)
    },
    isEscaped ? escaped(json) : json,
  )
}

/** Every value within that is not blank, as text. */
function leavesOf(value: unknown): readonly string[] {
  if (value === null || value === undefined) return []
  if (typeof value === 'object') return Object.values(value).flatMap(leavesOf)
  const leaf = typeof value === 'string' ? value : JSON.stringify(value)
  return leaf.trim() === '' ? [] : [leaf]
}

const lists = ['users', 'deleteEmailIds', 'orgUserIds', 'userIds']
const path = join(mkdtempSync(join(tmpdir(), 'json-contents-')), 'users.json')

/** The rows below the headings; null if the file is refused. */
async function read(json: string): Promise<readonly FileRow[] | null> {
  writeFileSync(path, json)
  try {
    const { detected, contents } = await inspectFile({ path, name: 'users.json' }, {})
    const counter = rowsCounter(contents)
    const rows: FileRow[] = []
    await readRows(path, detected, async (batch) => {
      for (const row of batch) counter.see(row)
      rows.push(...batch)
    })
    expect(contents === undefined ? 'no count' : lossOf(contents, counter)).toBeNull()
    return rows.slice(1)
  } catch (error) {
    if (error instanceof FileRefusal) return null
    throw error
  }
}

test('every value of every entry of a JSON file is in its row, or the file is refused', async () => {
  let whole = 0
  let refused = 0
  await fc.assert(
    fc.asyncProperty(file, async (one) => {
      const json = textOf(one)
      const rows = await read(json)
      if (rows === null) {
        refused += 1
        return
      }
      whole += 1
      const content: Record<string, unknown> = JSON.parse(json)
      const entries = lists.flatMap((name) => [content[name] ?? []].flat())
      expect(rows.length).toBe(entries.length)
      for (const [index, entry] of entries.entries()) {
        // Values that are texts of texts are written as JSON in their cell.
        const cells = rows[index]?.cells.join('\n') ?? ''
        for (const leaf of leavesOf(entry))
          expect(cells.includes(leaf) || cells.includes(JSON.stringify(leaf).slice(1, -1)) ? '' : leaf).toBe('')
      }
    }),
    { numRuns: 1000 },
  )
  expect(whole).toBeGreaterThan(100)
  expect(refused).toBeGreaterThan(100)
}, 120_000)

test('a value that no column reads is refused, with its entry', async () => {
  const userIds = [
    { channel_user_id: 'x', channel_id: 'y' },
    { channel_user_id: 'x', channel: 'web' },
  ]
  writeFileSync(path, JSON.stringify({ userIds }))
  await expect(inEnglish(() => inspectFile({ path, name: 'users.json' }, {}))).rejects.toThrow(
    'Entry 2 of “userIds” has a value',
  )
})

test('entries, values and addresses are counted whatever their escapes, keys and chunks', () => {
  const json = String.raw`{"n":"@","users":[{"k@":"\u0040a\"b","l":null,"m":[1.5e3,true]},"x\\",[]],"botIds":["@"]}`
  const counter = jsonCounter()
  for (const character of json) counter.see(character)
  // "k@": its @; "@a"b": 3; 1.5e3: 4; true: 4. "x\": 1.
  expect(counter.listOf('users')).toEqual({ sums: [12, 1, 0], addresses: 2, isBegun: true })
})
