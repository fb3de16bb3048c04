import { unpackRows } from '@muster/core/upload-block/packed-rows'
import { describe, expect, it } from 'vitest'
import { createFileReader } from '../file-reader.ts'
import { asFile, type RawEntry, rawZip, workbookEntries } from '../testing/hostile-zip.ts'

const entry = (name: string, content: string | Buffer = 'x', more: Partial<RawEntry> = {}): RawEntry => ({
  name,
  content: Buffer.from(content as string),
  ...more,
})
const sheetOf = (xml: string) => rawZip({ entries: workbookEntries({ content: Buffer.from(xml) }) })
const withParts = (...more: readonly RawEntry[]) => rawZip({ entries: workbookEntries({}, more) })
const row = (cells: string) => `<worksheet><sheetData><row>${cells}</row></sheetData></worksheet>`
const zeros = Buffer.from(
  `<worksheet><sheetData>${'<row><c><v>0</v></c></row>'.repeat(300_000)}</sheetData></worksheet>`,
)

async function read(bytes: Buffer, name = 'book.xlsx') {
  const reader = createFileReader()
  const path = await asFile(bytes)
  const { detected } = await reader.inspect({ path, name }, {})
  return (await Array.fromAsync(reader.rows(path, detected), unpackRows)).flat()
}

/** Containers, each with the reason for its refusal. */
const containers: readonly (readonly [name: string, bytes: () => Buffer, why: RegExp])[] = [
  ['a flat bomb', () => rawZip({ entries: workbookEntries({ content: zeros }) }), /100 times its size/],
  [
    'a bomb in the shared strings',
    () => withParts(entry('xl/sharedStrings.xml', `<sst>${'<si><t>0</t></si>'.repeat(900_000)}</sst>`)),
    /100 times its size/,
  ],
  [
    'a bomb in the styles',
    () => withParts(entry('xl/styles.xml', `<styleSheet>${' '.repeat(9_000_000)}</styleSheet>`)),
    /100 times its size/,
  ],
  [
    'a bomb with a small declared size',
    () => rawZip({ entries: workbookEntries({ content: zeros, declared: { unpacked: 100 } }) }),
    /damaged|100 times/,
  ],
  [
    'a bomb with a large declared packed size',
    () => rawZip({ entries: workbookEntries({ content: zeros, declared: { packed: 20_000_000 } }) }),
    /damaged|overlap|outside the file|100 times/,
  ],
  [
    'a declared size above the real one',
    () => rawZip({ entries: workbookEntries({ declared: { unpacked: 5_000_000 } }) }),
    /damaged/,
  ],
  [
    'a size of four gigabytes',
    () => rawZip({ entries: workbookEntries({ declared: { packed: 0xfffffffe, unpacked: 0xfffffffe } }) }),
    /damaged|overlap|outside the file/,
  ],
  [
    'a zip64 size without its field',
    () => rawZip({ entries: workbookEntries({ declared: { packed: 0xffffffff, unpacked: 0xffffffff } }) }),
    /damaged|outside the file/,
  ],
  [
    'a truncated zip64 field',
    () =>
      rawZip({
        entries: workbookEntries({ declared: { unpacked: 0xffffffff }, extra: Buffer.from([1, 0, 4, 0, 1, 2, 3, 4]) }),
      }),
    /damaged/,
  ],
  [
    'an extra field longer than its container',
    () => rawZip({ entries: workbookEntries({ extra: Buffer.from([1, 0, 200, 0]) }) }),
    /damaged/,
  ],
  [
    'a nested archive instead of a sheet',
    () => rawZip({ entries: workbookEntries({ content: rawZip({ entries: workbookEntries() }) }) }),
    /not well-formed|not in UTF-8/,
  ],
  [
    'overlapping parts',
    () =>
      rawZip({
        entries: [
          ...workbookEntries(),
          ...Array.from({ length: 50 }, (_, n) => entry(`xl/w/${n}.xml`, 'a', { at: 0 })),
        ],
      }),
    /overlap/,
  ],
  [
    'a part that points beyond the end',
    () => withParts(entry('xl/far.xml', 'x', { at: 0x7fffffff }), entry('xl/x.xml')),
    /damaged|overlap|outside the file/,
  ],
  [
    '65,536 parts',
    () => rawZip({ entries: Array.from({ length: 65_536 }, (_, n) => entry(`${n}`, '', { method: 0 })) }),
    /lacks its part|the maximum is 1,000/,
  ],
  [
    '1,001 parts',
    () =>
      rawZip({
        entries: workbookEntries(
          {},
          Array.from({ length: 1001 }, (_, n) => entry(`x/${n}`, '')),
        ),
      }),
    /the maximum is 1,000/,
  ],
  ['a count that lies', () => rawZip({ entries: workbookEntries(), count: 9 }), /damaged/],
  ['a password', () => rawZip({ entries: workbookEntries({ flags: 1 }) }), /password/],
  ['strong encryption', () => rawZip({ entries: workbookEntries({ flags: 0x41 }) }), /password|damaged/],
  ['another compression', () => rawZip({ entries: workbookEntries({ method: 12 }) }), /compressed in a way/],
  ['two parts of one name', () => withParts(entry('xl/workbook.xml')), /two parts named/],
  ['two parts that differ in case', () => withParts(entry('XL/Workbook.xml')), /two parts named/],
  ['a part above the folder', () => withParts(entry('../../etc/passwd')), /leads out|damaged/],
  ['a part above the folder, inside', () => withParts(entry('xl/../../x')), /leads out|damaged/],
  ['an absolute part', () => withParts(entry('/etc/passwd')), /leads out|damaged/],
  ['a drive', () => withParts(entry('C:/x')), /leads out|damaged/],
  ['a backslash', () => withParts(entry('xl\\..\\x')), /leads out|damaged/],
  ['a NUL in a name', () => withParts(entry('xl/a\0.xml')), /leads out|damaged/],
  [
    'a symbolic link',
    () => withParts(entry('xl/link', '/etc/passwd', { attributes: (0o120777 << 16) >>> 0 })),
    /is a link/,
  ],
  ['bytes behind the end', () => rawZip({ entries: workbookEntries(), tail: Buffer.from('and then some') }), /damaged/],
  [
    'two central directories',
    () =>
      Buffer.concat([rawZip({ entries: workbookEntries() }), rawZip({ entries: workbookEntries({}, [entry('b')]) })]),
    /damaged|overlap|outside the file/,
  ],
  [
    'a comment with an end of its own',
    () => rawZip({ entries: workbookEntries(), comment: rawZip({ entries: [] }) }),
    /damaged|lacks its part/,
  ],
  ['macros', () => withParts(entry('xl/vbaProject.bin')), /macros/],
  [
    'a damaged stream',
    () =>
      rawZip({
        entries: workbookEntries({ content: Buffer.from('not deflated'), method: 0, declared: { unpacked: 3 } }),
      }),
    /damaged/,
  ],
  ['no workbook inside', () => rawZip({ entries: [entry('a.txt')] }), /lacks its part/],
  ['nothing inside', () => rawZip({ entries: [entry('a')], count: 0 }), /damaged|lacks its part/],
  ['half a container', () => rawZip({ entries: workbookEntries() }).subarray(0, 300), /damaged/],
]

describe('hostile containers', () => {
  it.each(containers)('refuses %s', async (_name, bytes, why) => {
    const made = bytes()
    const used = process.cpuUsage()
    const refusal: unknown = await read(made).catch((error: unknown) => error)
    const { user, system } = process.cpuUsage(used)
    expect(String(refusal)).toMatch(why)
    expect(String(refusal)).toMatch(/^ProblemError: book\.xlsx: /)
    // Processor time: other suites share the machine, but not this process.
    expect((user + system) / 1e6).toBeLessThan(5)
  })

  it('reads odd but harmless containers', async () => {
    const stored = rawZip({ entries: workbookEntries({ method: 0 }, [entry('docProps/core.xml')]) })
    expect((await read(stored)).map(({ cells }) => cells)).toEqual([['a']])
  })
})

/** Markup, each with the reason for its refusal. */
const markup: readonly (readonly [name: string, xml: string | Buffer, why: RegExp])[] = [
  ['a document type', '<!DOCTYPE x><worksheet/>', /document type/],
  [
    'an external entity, file',
    '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet>&a;</worksheet>',
    /document type/,
  ],
  ['an external entity, http', '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x"><worksheet/>', /document type/],
  ['an external entity, UNC', '<!DOCTYPE x SYSTEM "\\\\\\\\host\\\\share"><worksheet/>', /document type/],
  [
    'a billion laughs',
    `<!DOCTYPE x [<!ENTITY a "ha">${Array.from({ length: 9 }, (_, n) => `<!ENTITY ${'b'.repeat(n + 1)} "&a;&a;">`).join('')}]><worksheet/>`,
    /document type/,
  ],
  ['an undeclared entity', row('<c t="str"><v>&boom;</v></c>'), /not well-formed/],
  ['deep nesting', '<a>'.repeat(100_000), /nested deeper/],
  ['an attribute twice', '<worksheet a="1" a="2"/>', /not well-formed/],
  ['an unclosed tag', '<worksheet><sheetData>', /not well-formed/],
  ['UTF-16', Buffer.from('\ufeff<worksheet/>', 'utf16le'), /not in UTF-8|not well-formed/],
  ['bytes that are not text', Buffer.from([0x3c, 0x61, 0x3e, 0xc3, 0x28]), /not in UTF-8/],
  ['a missing shared string', row('<c t="s"><v>9</v></c>'), /points to a text/],
  ['a negative string', row('<c t="s"><v>-1</v></c>'), /points to a text/],
  ['a column beyond the maximum', row('<c r="XFD1" t="str"><v>a</v></c>'), /Row 1 has a value in column/],
  ['an invalid column', row('<c r="1A" t="str"><v>a</v></c>'), /Row 1 has a value in column/],
  [
    'a row beyond the maximum',
    '<worksheet><sheetData><row r="2000000"><c t="str"><v>a</v></c></row></sheetData></worksheet>',
    /more than 1,048,576 rows/,
  ],
]

describe('hostile markup', () => {
  it.each(markup)('refuses %s', async (_name, xml, why) => {
    const content = typeof xml === 'string' ? Buffer.from(xml) : xml
    await expect(read(rawZip({ entries: workbookEntries({ content }) }))).rejects.toThrow(why)
  })

  it('refuses a million attributes before reading them all', async () => {
    const many = Array.from({ length: 1_000_000 }, (_, n) => `a${n}="x"`).join(' ')
    await expect(read(sheetOf(`<worksheet ${many}></worksheet>`))).rejects.toThrow(/more attributes/)
  })

  it('never follows a link out of the workbook', async () => {
    const outside = rawZip({
      entries: workbookEntries().map((part) =>
        part.name.endsWith('.rels')
          ? {
              ...part,
              content: Buffer.from(
                '<Relationships><Relationship Id="r1" TargetMode="External" Target="http://127.0.0.1:9/x"/></Relationships>',
              ),
            }
          : part,
      ),
    })
    await expect(read(outside)).rejects.toThrow(/no sheet with cells/)
  })

  it.each([
    ['an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0]), 'people.xls', /old Excel file/],
    ['a web page named as a workbook', Buffer.from('<html>'), 'people.xlsx', /not an Excel workbook/],
    ['text named as a workbook', Buffer.from('a,b'), 'people.xlsx', /not an Excel workbook/],
    ['a workbook named as text', rawZip({ entries: workbookEntries() }), 'people.csv', /ZIP container/],
    ['a workbook with macros by name', rawZip({ entries: workbookEntries() }), 'people.xlsm', /ZIP container/],
  ])('identifies %s by its bytes', async (_name, bytes, name, why) => {
    await expect(read(bytes, name)).rejects.toThrow(why)
  })
})
