import { fc } from '@fast-check/vitest'
import { aUser, groupIds, lookups } from '@muster/core/testing/account'
import { packRows, unpackRows } from '@muster/core/upload-block/packed-rows'
import { resultAt } from '@muster/core/upload-block/read-block'
import { expect, test } from 'vitest'
import { rowsOfText } from '../../../adapters/files/text/read-csv.ts'
import { anActor } from '../../../http/testing/an-actor.ts'
import { propertyRuns } from '../../../testing/tier.ts'
import { createPlan } from '../../plans/create-plan.ts'
import { openPlanApp } from '../../plans/testing/plan-app.ts'
import type { FileRow } from '../file-ports.ts'
import { uploadChanges } from '../fix/upload-changes.ts'
import type { KeptRow, UploadChanges, UploadRecord } from '../ports.ts'
import { emptyDetection } from '../receive/empty-detection.ts'
import { newUpload } from '../receive/new-upload.ts'
import { readUpload } from '../receive/read-upload.ts'
import type { ColumnMemory, UploadRows, UploadStore } from '../store-ports.ts'
import { keysOfMatches } from '../testing/keys-of-matches.ts'
import type { UploadDeps } from '../upload-deps.ts'
import { checksHere } from './rows-check.ts'

const actor = anActor()
const go = new AbortController().signal
const people = [
  aUser({ id: 'u-1', email: 'ben@example.com', orgUserId: 'E1' }),
  aUser({ id: 'u-2', email: 'zoë@example.com', orgUserId: 'E2', groups: [groupIds[0]], isDeveloper: true }),
  aUser({ id: 'u-3', email: 'cy@example.com', orgUserId: null }),
]
const detected = { ...emptyDetection, encoding: 'utf-8', delimiter: ',', headerRow: 1 } as const

/** An in-memory store for one file; the plan handles duplicates. */
function memoryStore(record: UploadRecord) {
  let upload = record
  const kept: Omit<KeptRow, 'excluded' | 'duplicateOf'>[] = []
  const change = ({ readOptions: _options, rechecking: _rechecking, ...changes }: UploadChanges) => {
    upload = { ...upload, ...changes }
    return true
  }
  const store: Partial<UploadStore> = {
    get: async () => upload,
    update: async (_id, changes) => void change(changes),
    updateUnchanged: async (_upload, changes) => change(changes),
  }
  const rows: Partial<UploadRows> = {
    beginReading: async () => {
      kept.length = 0
      return 1
    },
    keepBlocks: async (_id, _attempt, blocks) => {
      for (const { rows: packed, ...results } of blocks)
        for (const [at, row] of unpackRows(packed).entries()) kept.push({ ...row, ...resultAt(results, at, row.cells) })
      return true
    },
    recount: async () => {},
    async *eachRequested() {
      yield kept.filter(({ done }) => !done).map((row) => ({ ...row, duplicateOf: null }))
    },
  }
  const columnMemory: Partial<ColumnMemory> = { remembered: async () => null }
  return { stores: { store, rows, columnMemory }, upload: () => upload, kept }
}

async function fromTextToPlan(text: string) {
  const rows: readonly FileRow[] = await Array.fromAsync(rowsOfText(text, ','))
  const app = openPlanApp({ users: people })
  const known = { id: 'up-1', fileName: 'people.csv', bytes: text.length, createdBy: actor, createdAt: 0 }
  const memory = memoryStore(newUpload({ ...known, detected }))
  const deps = {
    ...app.deps,
    ...memory.stores,
    files: { lend: (_id: string, use: (path: string) => Promise<unknown>) => use('people.csv') },
    reader: {
      prepare: () => {},
      inspect: async () => ({ detected, sample: rows.slice(0, 50), rows: rows.length }),
      async *rows() {
        yield packRows(rows)
      },
    },
    checks: checksHere,
    scopeOf: async () => null,
    keys: keysOfMatches(app.deps.directory),
    directory: { ...app.deps.directory, lookups: async () => lookups },
    events: { publish: () => {} },
  } as unknown as UploadDeps
  await readUpload(deps, { uploadId: 'up-1', readOptions: { headerRow: 1 } }, go)
  const plans = {
    ...app.deps,
    directory: { ...app.deps.directory, lookups: async () => lookups },
    uploads: { ...app.deps.uploads, uploadChanges: (id: string) => uploadChanges(deps, id) },
  }
  const plan = await createPlan(plans, { source: { kind: 'upload', uploadId: 'up-1' }, actor, signal: go })
  const items = await app.store.items(plan.id, { afterSeq: 0, limit: 1000 })
  return { rows: rows.slice(1), checked: memory.kept, upload: memory.upload(), plan, items }
}

const columns: Readonly<Record<string, readonly string[]>> = {
  'Organization ID': ['E1', 'E2', 'E9', ' E1 ', ''],
  'Add groups': ['Support', 'support; Legal', 'Suport', 'Unknown group', '', ';', 'e-lab'],
  'Remove groups': ['Support', 'Sales', '', '?'],
  'Add roles': ['Tester on Billing', 'Tester on *', 'Tester', 'Analyst on Claim', 'X on Y', '', 'Auditor'],
  Developer: ['yes', 'no', 'maybe', '', 'TRUE'],
  'Create bots': ['yes', 'no', '', '1'],
  Remove: ['yes', 'no', '', 'perhaps'],
  Notes: ['', '=1+1', 'two\nlines', '"'],
}
const address = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('ben@example.com', 'BEN@example.com', ' zoë@example.com', 'cy@example.com') },
  fc.constantFrom('', 'no address', 'unknown@example.com'),
  fc.string({ maxLength: 8 }),
)
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
const file = fc.subarray(Object.keys(columns), { maxLength: 3 }).chain((names) => {
  const cells = names.map((name) => fc.constantFrom(...(columns[name] ?? [''])))
  const row = fc.tuple(address, ...cells).chain((whole) =>
    // Some rows are blank, cut short, or longer than the header.
    fc.oneof(
      { weight: 6, arbitrary: fc.constant<readonly string[]>(whole) },
      fc.constant<readonly string[]>(['']),
      fc.constant<readonly string[]>(whole.slice(0, 1)),
      fc.constant<readonly string[]>([...whole, 'beyond']),
    ),
  )
  return fc.array(row, { minLength: 1, maxLength: 6 }).map((rows) => [['Email ID', ...names], ...rows])
})

const numRuns = propertyRuns({ ci: 1000, nightly: 10_000 })

const timeout = 120_000 + numRuns * 60

test('plans or refuses every row of generated files, once, with its number', { timeout }, async () => {
  const seen = { change: 0, unchanged: 0, blocked: 0 }
  await fc.assert(
    fc.asyncProperty(file, async (table) => {
      const isBlank = (cells: readonly string[]) => cells.every((cell) => /^[\s\p{Cc}\p{Cf}]*$/u.test(cell))
      const numbers = table.flatMap((cells, at) => (at === 0 || isBlank(cells) ? [] : [at + 1]))
      fc.pre(numbers.length > 0)
      const { checked, plan, items } = await fromTextToPlan(
        table.map((cells) => cells.map(quoted).join(',')).join('\n'),
      )
      expect(checked.map(({ row }) => row)).toEqual(numbers)
      expect(items.map(({ row }) => row)).toEqual(numbers)
      const count = (disposition: keyof typeof seen) => items.filter((item) => item.disposition === disposition).length
      const counts = { change: count('change'), unchanged: count('unchanged'), blocked: count('blocked') }
      expect(plan.summary).toMatchObject({ total: numbers.length, dispositions: counts })
      // A row with an issue is never planned in part: it is blocked, with the reason.
      const faulty = new Set(
        checked.filter(({ issues }) => issues.some(({ level }) => level === 'error')).map(({ row }) => row),
      )
      for (const item of items.filter(({ row }) => faulty.has(row ?? 0)))
        expect(item).toMatchObject({ disposition: 'blocked', blockers: expect.arrayContaining([expect.anything()]) })
      for (const key of ['change', 'unchanged', 'blocked'] as const) seen[key] += counts[key]
    }),
    { numRuns },
  )
  // The files cover every case.
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(0.03 * numRuns)
})

test('makes no plan of rows that do not add up to those of the file', async () => {
  const { upload, checked } = await fromTextToPlan('Email ID,Developer\nben@example.com,yes\ncy@example.com,no\n')
  const plannedOf = (rows: number) => {
    const counts = { rows, ready: 2, errors: 0, warnings: 0, notes: 0, excluded: 1, done: 0 }
    const { stores } = memoryStore({ ...upload, state: 'checked', tally: { counts, groups: [] } })
    const rowsLeft = checked.map((row) => ({ ...row, excluded: false, duplicateOf: null }))
    const eachRequested = async function* () {
      yield rowsLeft
    }
    const deps = { ...stores, rows: { ...stores.rows, eachRequested } } as unknown as UploadDeps
    return Array.fromAsync(uploadChanges(deps, 'up-1'))
  }
  expect((await plannedOf(3)).flat()).toHaveLength(2)
  await expect(plannedOf(4)).rejects.toThrow('do not add up')
})
