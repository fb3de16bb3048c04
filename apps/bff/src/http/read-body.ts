import type { IncomingMessage } from 'node:http'
import { ProblemError } from './problem-error.ts'

/** The most a JSON body may weigh. */
export const maxJsonBytes = 256 * 1024
const maxSeconds = 60
const tooLarge = () => new ProblemError('too_large', 'The body is larger than 256 KB. Send less, or upload a file.')

/** Reads a whole body up to the cap. Throws `too_large` as soon as it is exceeded. */
export async function readBody(req: IncomingMessage): Promise<Buffer> {
  if (Number(req.headers['content-length'] ?? 0) > maxJsonBytes) throw tooLarge()
  const chunks: Buffer[] = []
  let size = 0
  // Uploads may take the server's whole request timeout; JSON may not.
  const slow = setTimeout(() => req.destroy(new Error('the body took too long')), maxSeconds * 1000)
  req.once('close', () => clearTimeout(slow))
  for await (const chunk of req) {
    // Without an encoding set, Node hands out buffers.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as said above
    const bytes = chunk as Buffer
    size += bytes.length
    if (size > maxJsonBytes) throw tooLarge()
    chunks.push(bytes)
  }
  clearTimeout(slow)
  return Buffer.concat(chunks)
}
