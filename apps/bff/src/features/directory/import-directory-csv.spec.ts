import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import type { Storage } from '../../adapters/storage/database/storage.ts'
import { createSqlDirectoryStore } from '../../adapters/storage/directory/directory-store.ts'
import { createSqlUserDirectory } from '../../adapters/storage/directory/users-store.ts'
import { describeOnEachStorage } from '../../adapters/storage/testing/storage-suites.ts'
import { csvRecords } from './csv-records.ts'
import { importDirectoryCsv } from './import-directory-csv.ts'
import { previewDirectoryCsv } from './preview-directory-csv.ts'

async function cellsOf(bytes: Buffer, chunk: number): Promise<string[][]> {
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunk) }, (_, n) =>
    bytes.subarray(n * chunk, (n + 1) * chunk),
  )
  const records: string[][] = []
  for await (const { cells } of csvRecords(Readable.from(chunks))) records.push([...cells])
  return records
}

test.each([
  ['comma', 'a,b\n1,2\n'],
  ['semicolon and CRLF', 'a;b\r\n1;2\r\n'],
  ['tab, no final line break', 'a\tb\n1\t2'],
  ['pipe, classic Mac line breaks', 'a|b\r1|2\r'],
  ['byte order mark', '\uFEFFa,b\n1,2'],
  ['quotes and blank lines', '"a","b"\r\n\r\n"1","2"\r\n,\r\n'],
])('reads csv with %s the same in chunks of any size', async (_name, text) => {
  const sizes = [1, 2, 3, 5, 1000]
  const read = await Promise.all(sizes.map((size) => cellsOf(Buffer.from(text), size)))
  expect(read).toEqual(
    sizes.map(() => [
      ['a', 'b'],
      ['1', '2'],
    ]),
  )
})

test('reads UTF-16, quoted line breaks and characters split across chunks', async () => {
  const text = 'a,b\r\n"x ""y""\r\nz",é李🦊\r\n'
  expect(await cellsOf(Buffer.from(`\uFEFF${text}`, 'utf16le'), 7)).toEqual([
    ['a', 'b'],
    ['x "y"\r\nz', 'é李🦊'],
  ])
  expect(await cellsOf(Buffer.from(text), 1)).toEqual([
    ['a', 'b'],
    ['x "y"\r\nz', 'é李🦊'],
  ])
})

test('an unclosed quotation mark swallows no row', async () => {
  const runaway = Buffer.from(`a,b\n"1,2\n${'x,y\n'.repeat(40_000)}`)
  const read = await cellsOf(runaway, 65_536)
  expect(read).toHaveLength(40_002)
  expect(read[1]).toEqual(['"1', '2'])
})

function bench(storage: Storage) {
  const store = createSqlDirectoryStore(storage.db)
  const clock = { now: () => 5000, monotonic: () => 0, sleep: async () => {} }
  const deps = {
    store,
    clock,
    events: { publish: () => {} },
    audit: { append: async () => {} },
    isOwnAccount: async () => true,
  }
  const load = (text: string, columns?: string) =>
    importDirectoryCsv(deps, Readable.from([Buffer.from(text)]), { actor: 'ana@acme.example', columns })
  return { store, directory: createSqlUserDirectory(storage.db), load }
}

test('refuses a file of another encoding, and takes a character cut off at the end of its start for no error', async () => {
  const latin = Buffer.from('email,name\nana@acme.example,Müller\n', 'latin1')
  await expect(previewDirectoryCsv(Readable.from([latin]))).rejects.toThrow('The file is not UTF-8')
  const cut = Buffer.from('email,name\nana@acme.example,李').subarray(0, -1)
  expect((await previewDirectoryCsv(Readable.from([cut]))).columns).toHaveLength(2)
})

test('shows the columns of a file with some of their cells, and loads nothing', async () => {
  const rows = Array.from({ length: 9 }, (_, n) => `Ana ${n},ana${n}@acme.example,`)
  const file = Readable.from([Buffer.from(['Nombre,Email ID,Title', ...rows].join('\n'))])
  expect(await previewDirectoryCsv(file)).toEqual({
    columns: [
      { header: 'Nombre', mapping: null, samples: ['Ana 0', 'Ana 1', 'Ana 2'] },
      {
        header: 'Email ID',
        mapping: 'email',
        samples: ['ana0@acme.example', 'ana1@acme.example', 'ana2@acme.example'],
      },
      { header: 'Title', mapping: null, samples: [] },
    ],
  })
  await expect(previewDirectoryCsv(Readable.from([]))).rejects.toThrow('The file is empty')
})

const koreHeader = 'Email ID,First Name,Last Name,Alternate ID,Work Phone,Title,Department,User Status'

describeOnEachStorage('loading the directory from a file', (open) => {
  test("reads Kore.ai's import file, and lists the refused rows with reasons", async () => {
    const { load, directory, store } = bench(await open())
    const rows = [
      'ana@acme.example,Ana,Souza,a1,,,,New',
      'not an address,B,C,,,,,New',
      ',D,E,,,,,New',
      'Ana@ACME.example,A,S,,,,,Update',
      'gone@acme.example,G,O,,,,,Delete',
      'ben@acme.example,Ben,Kim,,,,,Locked',
    ]
    const response = await load([koreHeader, ...rows].join('\n'))
    expect(response.loaded).toBe(2)
    expect(response.refused.map(({ row, reason }) => ({ row, reason }))).toEqual([
      { row: 2, reason: '“not an address” is not an email address' },
      { row: 3, reason: 'has no email address' },
      { row: 4, reason: 'Ana@ACME.example is a duplicate in this file' },
      { row: 5, reason: 'is marked Delete' },
    ])
    expect(response.columns.map((column) => column.mapping)).toEqual([
      'email',
      'firstName',
      'lastName',
      null,
      null,
      null,
      null,
      'status',
    ])
    expect(await store.state()).toMatchObject({ state: 'ready', source: 'csv', users: 2 })
    const ben = await directory.byIdentifiers([{ by: 'email', value: 'BEN@acme.example' }])
    expect(ben).toMatchObject([{ kind: 'user', user: { id: 'email:ben@acme.example', status: 'locked', groups: [] } }])
  })

  test('uses the columns a user chose, regardless of their headers', async () => {
    const { load, directory } = bench(await open())
    const text = 'Correo,Apellido,Mail,Número\nana@acme.example,Souza,not this one,E-1'
    await expect(load(text, 'email,lastName,email')).rejects.toThrow(
      'Two columns of the file are mapped to the same field',
    )
    await expect(load(text, 'email,surname')).rejects.toThrow('an unknown field')
    await expect(load(text, ',lastName')).rejects.toThrow('mapped to the email address')
    expect((await load(text, 'email,lastName,,orgUserId')).loaded).toBe(1)
    const [ana] = await directory.byIdentifiers([{ by: 'orgUserId', value: 'E-1' }])
    expect(ana).toMatchObject({ kind: 'user', user: { email: 'ana@acme.example', firstName: '', lastName: 'Souza' } })
  })

  test('replaces the data of an earlier file', async () => {
    const { load, store } = bench(await open())
    await load('email\na@x.example\nb@x.example')
    await load('email\nb@x.example')
    expect((await store.state()).users).toBe(1)
  })

  test.each([
    ['', 'The file is empty.'],
    ['name,phone\nAna,1', 'one of them must be “Email ID” or “Email”'],
    ['email,mail\na@x.example,b@x.example', 'Two columns of the file are mapped to the same field'],
    ['email\nunknown', 'Row 1: “unknown” is not an email address.'],
    ['email\n', 'It has no rows below the header.'],
  ])('refuses %j, keeping the directory', async (text, sentence) => {
    const { load, store } = bench(await open())
    await load('email\nkept@x.example')
    await expect(load(text)).rejects.toThrow(sentence)
    expect(await store.state()).toMatchObject({ state: 'ready', users: 1 })
  })

  test('refuses to replace data synced from Kore.ai', async () => {
    const { load, store } = bench(await open())
    await store.beginPass(1)
    await store.finishPass({ source: 'kore', at: 1, sweep: true, reason: null })
    await expect(load('email\na@x.example')).rejects.toThrow('is synced from Kore.ai')
  })
})
