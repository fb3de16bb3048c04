import { createHash } from 'node:crypto'

/** Passes the bytes through. Records the download once: with the hash of the whole, or with null if it was aborted. */
export async function* witnessed(
  bytes: AsyncIterable<Uint8Array | string>,
  record: (sha256: string | null) => Promise<void>,
): AsyncGenerator<Uint8Array | string> {
  const hash = createHash('sha256')
  let whole = false
  try {
    for await (const chunk of bytes) {
      hash.update(chunk)
      yield chunk
    }
    whole = true
  } finally {
    await record(whole ? hash.digest('hex') : null)
  }
}
