import { pageBytes } from './page-checksum.ts'

export const chunkPages = 128

let idle: Buffer | null = null

/**
 * Lends the memory for reading pages: a store has about a thousand files, and a buffer for each would cost more than
 * reading them. It contains what was read before, so use only bytes just read.
 */
export async function withChunk<T>(work: (chunk: Buffer) => Promise<T>): Promise<T> {
  const chunk = idle ?? Buffer.allocUnsafeSlow(chunkPages * pageBytes)
  idle = null
  try {
    return await work(chunk)
  } finally {
    idle = chunk
  }
}
