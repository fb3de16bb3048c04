import type { Readable } from 'node:stream'
import { Transform } from 'node:stream'
import { message } from '@muster/wording/message'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { fileLimits } from '../file-limits.ts'
import { FileRefusal } from '../file-refusal.ts'

/** The parts of a workbook by name, with every limit enforced while bytes are unpacked. */
export interface XlsxContainer {
  has(name: string): boolean
  /** `most`: maximum bytes of a part that needs fewer than others. */
  open(name: string, most?: number): Promise<Readable>
  close(): void
}

const megabytes = (bytes: number) => Math.round(bytes / 1024 / 1024)

function refuseEntry(entry: Entry, seen: ReadonlyMap<string, Entry>): void {
  const name = entry.fileName
  if (/(^|\/)\.\.(\/|$)|^\/|^[a-z]:|\\|\0/i.test(name)) throw new FileRefusal(message('workbook.part_leads_out'))
  if (seen.has(name.toLowerCase())) throw new FileRefusal(message('workbook.part_twice', { part: name }))
  if (entry.isEncrypted()) throw new FileRefusal(message('workbook.password'))
  if (![0, 8].includes(entry.compressionMethod)) throw new FileRefusal(message('workbook.compression'))
  if (/vbaProject\.bin$/i.test(name)) throw new FileRefusal(message('workbook.macros'))
  // The upper half of the external attributes is the Unix mode; 0o120000 is a symbolic link.
  if (((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000)
    throw new FileRefusal(message('workbook.part_link'))
}

function refuseOverlap(entries: Iterable<Entry>, fileSize: number): void {
  const spans = [...entries].map((entry) => ({
    from: entry.relativeOffsetOfLocalHeader,
    to: entry.relativeOffsetOfLocalHeader + 30 + entry.compressedSize,
  }))
  let end = -1
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    if (span.from < end) throw new FileRefusal(message('workbook.parts_overlap'))
    end = span.to
    if (end > fileSize) throw new FileRefusal(message('workbook.part_outside'))
  }
}

async function listEntries(zip: ZipFile): Promise<ReadonlyMap<string, Entry>> {
  if (zip.entryCount > fileLimits.zipEntries)
    throw new FileRefusal(message('workbook.parts', { parts: zip.entryCount, most: fileLimits.zipEntries }))
  const entries = new Map<string, Entry>()
  for await (const entry of zip.eachEntry()) {
    refuseEntry(entry, entries)
    entries.set(entry.fileName.toLowerCase(), entry)
    if (entries.size > fileLimits.zipEntries)
      throw new FileRefusal(message('workbook.parts_more', { most: fileLimits.zipEntries }))
  }
  refuseOverlap(entries.values(), zip.fileSize)
  return entries
}

/** Counts the unpacked bytes of one entry against its own limit and the workbook's. */
function counted(entry: Entry, most: number, total: { bytes: number }): Transform {
  let bytes = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      total.bytes += chunk.length
      const bomb = bytes > fileLimits.ratioFrom && bytes > fileLimits.ratio * Math.max(1, entry.compressedSize)
      if (bomb) return done(new FileRefusal(message('workbook.part_ratio', { ratio: fileLimits.ratio })))
      if (bytes > most) return done(new FileRefusal(message('workbook.part_size', { megabytes: megabytes(most) })))
      if (total.bytes > fileLimits.unpackedBytes)
        return done(new FileRefusal(message('workbook.size', { megabytes: megabytes(fileLimits.unpackedBytes) })))
      return done(null, chunk)
    },
  })
}

function asRefusal(error: unknown): FileRefusal {
  if (error instanceof FileRefusal) return error
  return new FileRefusal(message('workbook.damaged'))
}

/** Opens a workbook as a ZIP container (yauzl). Refuses features that no spreadsheet program writes. */
export async function openXlsx(path: string): Promise<XlsxContainer> {
  let zip: ZipFile
  let entries: ReadonlyMap<string, Entry>
  try {
    zip = await openPromise(path, {
      lazyEntries: true,
      autoClose: false,
      // Some programs write backslashes; yauzl converts them before it checks for names that lead out.
      strictFileNames: false,
      validateEntrySizes: true,
    })
    entries = await listEntries(zip)
  } catch (error) {
    throw asRefusal(error)
  }
  const total = { bytes: 0 }
  return {
    has: (name) => entries.has(name.toLowerCase()),
    async open(name, most = fileLimits.entryBytes) {
      const entry = entries.get(name.toLowerCase())
      if (entry === undefined) throw new FileRefusal(message('workbook.part_missing', { part: name }))
      const counter = counted(entry, most, total)
      const packed = await zip.openReadStreamPromise(entry).catch((error: unknown) => Promise.reject(asRefusal(error)))
      packed.once('error', (error) => counter.destroy(asRefusal(error)))
      return packed.pipe(counter)
    },
    close: () => zip.close(),
  }
}
