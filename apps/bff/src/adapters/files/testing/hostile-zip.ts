import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'

/** One entry as bytes, every field free to be wrong. */
export interface RawEntry {
  readonly name: string
  readonly content: Buffer
  readonly method?: number
  readonly flags?: number
  /** The sizes in the headers, if they are wrong. */
  readonly declared?: { readonly packed?: number; readonly unpacked?: number }
  readonly attributes?: number
  /** Offset of the local header, to point at another entry's. */
  readonly at?: number
  readonly extra?: Buffer
}

interface RawZip {
  readonly entries: readonly RawEntry[]
  readonly tail?: Buffer
  readonly count?: number
  readonly comment?: Buffer
}

function localHeader(entry: RawEntry, packed: Buffer): Buffer {
  const name = Buffer.from(entry.name)
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50, 0)
  header.writeUInt16LE(20, 4)
  header.writeUInt16LE(entry.flags ?? 0, 6)
  header.writeUInt16LE(entry.method ?? 8, 8)
  header.writeUInt32LE(crc32(entry.content), 14)
  header.writeUInt32LE(entry.declared?.packed ?? packed.length, 18)
  header.writeUInt32LE(entry.declared?.unpacked ?? entry.content.length, 22)
  header.writeUInt16LE(name.length, 26)
  return Buffer.concat([header, name, packed])
}

function centralHeader(entry: RawEntry, packed: Buffer, at: number): Buffer {
  const name = Buffer.from(entry.name)
  const extra = entry.extra ?? Buffer.alloc(0)
  const header = Buffer.alloc(46)
  header.writeUInt32LE(0x02014b50, 0)
  header.writeUInt16LE((3 << 8) | 20, 4)
  header.writeUInt16LE(20, 6)
  header.writeUInt16LE(entry.flags ?? 0, 8)
  header.writeUInt16LE(entry.method ?? 8, 10)
  header.writeUInt32LE(crc32(entry.content), 16)
  header.writeUInt32LE(entry.declared?.packed ?? packed.length, 20)
  header.writeUInt32LE(entry.declared?.unpacked ?? entry.content.length, 24)
  header.writeUInt16LE(name.length, 28)
  header.writeUInt16LE(extra.length, 30)
  header.writeUInt32LE(entry.attributes ?? 0, 38)
  header.writeUInt32LE(entry.at ?? at, 42)
  return Buffer.concat([header, name, extra])
}

function endRecord(count: number, size: number, at: number, comment: Buffer): Buffer {
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(count & 0xffff, 8)
  end.writeUInt16LE(count & 0xffff, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(at, 16)
  end.writeUInt16LE(comment.length, 20)
  return Buffer.concat([end, comment])
}

/** Builds a ZIP container byte by byte, as no program would write it. */
export function rawZip({ entries, tail, count, comment = Buffer.alloc(0) }: RawZip): Buffer {
  const locals: Buffer[] = []
  const centrals: Buffer[] = []
  let at = 0
  for (const entry of entries) {
    const packed = (entry.method ?? 8) === 8 ? deflateRawSync(entry.content, { level: 9 }) : entry.content
    const local = localHeader(entry, packed)
    centrals.push(centralHeader(entry, packed, at))
    if (entry.at === undefined) {
      locals.push(local)
      at += local.length
    }
  }
  const central = Buffer.concat(centrals)
  const end = endRecord(count ?? entries.length, central.length, at, comment)
  return Buffer.concat([...locals, central, end, ...(tail === undefined ? [] : [tail])])
}

const text = (name: string, content: string): RawEntry => ({ name, content: Buffer.from(content) })

/** The parts of a workbook with one row, plus more parts or duplicates. */
export function workbookEntries(sheet: Partial<RawEntry> = {}, more: readonly RawEntry[] = []): readonly RawEntry[] {
  return [
    text(
      'xl/_rels/workbook.xml.rels',
      '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
    ),
    text('xl/workbook.xml', '<workbook xmlns:r="r"><sheets><sheet name="People" r:id="r1"/></sheets></workbook>'),
    {
      name: 'xl/worksheets/sheet1.xml',
      content: Buffer.from('<worksheet><sheetData><row><c t="str"><v>a</v></c></row></sheetData></worksheet>'),
      ...sheet,
    },
    ...more,
  ]
}

/** Writes bytes to a file for a reader. */
export async function asFile(bytes: Buffer, name = 'book.xlsx'): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'muster-hostile-')), name)
  await writeFile(path, bytes)
  return path
}
