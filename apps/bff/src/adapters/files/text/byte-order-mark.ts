import { createReadStream } from 'node:fs'
import type { FileEncoding } from './file-encodings.ts'

interface ByteOrderMark {
  readonly encoding: FileEncoding
  readonly bytes: readonly number[]
}

const marks: readonly ByteOrderMark[] = [
  { encoding: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16le', bytes: [0xff, 0xfe] },
  { encoding: 'utf-16be', bytes: [0xfe, 0xff] },
]

/** The byte order mark at the beginning. The following text need not be in its encoding. */
export function markOf(start: Uint8Array): ByteOrderMark | undefined {
  return marks.find(({ bytes }) => bytes.every((byte, at) => start[at] === byte))
}

/** Bytes after their byte order mark, valid or not. */
export function withoutMark(start: Uint8Array): Uint8Array {
  return start.subarray(markOf(start)?.bytes.length ?? 0)
}

/** The bytes of a text file from disk, without a byte order mark. */
export async function* textBytes(path: string): AsyncGenerator<Uint8Array> {
  let isFirst = true
  const pieces: AsyncIterable<Buffer> = createReadStream(path)
  for await (const piece of pieces) {
    yield isFirst ? withoutMark(piece) : piece
    isFirst = false
  }
}
