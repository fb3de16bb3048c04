import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { type Readable, Transform } from 'node:stream'
import { ProblemError } from '../../problem-error.ts'

/** The maximum size of a JSON body. */
export const maxJsonBytes = 256 * 1024
const maxSeconds = 60

/** A body that ends with the problem `too_large` beyond the cap of its route. */
export type LimitedBody = Readable & { readonly headers: IncomingHttpHeaders }

const sizeOf = (bytes: number) => (bytes < 1024 * 1024 ? `${bytes / 1024} KB` : `${bytes / 1024 / 1024} MB`)
const tooLarge = (maxBytes: number) =>
  new ProblemError('too_large', `The body is larger than ${sizeOf(maxBytes)}. Send less, or upload a file.`)

/** The body of a request, up to `maxBytes`. Throws at once if the request declares more. */
export function limitBody(req: IncomingMessage, maxBytes: number): LimitedBody {
  if (Number(req.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes)
  let size = 0
  const body = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length
      if (size > maxBytes) done(tooLarge(maxBytes))
      else done(null, chunk)
    },
  })
  // The reader of the body handles the error; an unread body must not crash the process.
  body.on('error', () => req.unpipe(body))
  req.once('error', (error) => body.destroy(error))
  req.once('aborted', () => body.destroy(new Error('the request was aborted')))
  return Object.assign(req.pipe(body), { headers: req.headers })
}

/** Reads a whole body up to the cap. Throws `too_large` as soon as it is exceeded. */
export async function readBody(body: LimitedBody, maxBytes = maxJsonBytes): Promise<Buffer> {
  if (Number(body.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes)
  const chunks: Buffer[] = []
  let size = 0
  // Uploads may use the server's whole request timeout; JSON may not.
  const slow = setTimeout(() => body.destroy(new Error('the body took too long')), maxSeconds * 1000)
  body.once('close', () => clearTimeout(slow))
  for await (const chunk of body) {
    if (!Buffer.isBuffer(chunk)) throw new Error('the body has an encoding, so its length in bytes is unknown')
    size += chunk.length
    if (size > maxBytes) throw tooLarge(maxBytes)
    chunks.push(chunk)
  }
  clearTimeout(slow)
  return Buffer.concat(chunks)
}
