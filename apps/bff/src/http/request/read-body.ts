import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { type Readable, Transform } from 'node:stream'
import { message } from '@muster/wording/message'
import { ProblemError } from '../../problem-error.ts'

/** The maximum size of a JSON body. */
export const maxJsonBytes = 256 * 1024
const maxSeconds = 60

/** A body that ends with the problem `too_large` beyond the cap of its route. */
export type LimitedBody = Readable & { readonly headers: IncomingHttpHeaders }

const sizeOf = (bytes: number) => (bytes < 1024 * 1024 ? `${bytes / 1024} KB` : `${bytes / 1024 / 1024} MB`)
const tooLarge = (maxBytes: number) =>
  new ProblemError('too_large', message('problem.body_too_large', { size: sizeOf(maxBytes) }))

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

/** Bodies being read, by the time at which they started. */
const reading = new Map<LimitedBody, number>()
let sweep: NodeJS.Timeout | null = null

/** Uploads may use the server's whole request timeout; JSON may not. One timer watches all bodies. */
function watch(body: LimitedBody): void {
  reading.set(body, performance.now())
  sweep ??= setInterval(() => {
    const oldest = performance.now() - maxSeconds * 1000
    for (const [slow, since] of reading) if (since < oldest) slow.destroy(new Error('the body took too long'))
    if (reading.size > 0 || sweep === null) return
    clearInterval(sweep)
    sweep = null
  }, 1000).unref()
}

/** Reads a whole body up to the cap. Throws `too_large` as soon as it is exceeded. */
export function readBody(body: LimitedBody, maxBytes = maxJsonBytes): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (Number(body.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes)
    // Ended before it was read: no event follows.
    if (body.destroyed) throw body.errored ?? new Error('the request was aborted')
    const chunks: Buffer[] = []
    let size = 0
    let ended = false
    const end = (finish: () => void) => {
      ended = true
      reading.delete(body)
      finish()
    }
    watch(body)
    body.on('data', (chunk: unknown) => {
      if (ended) return
      if (!Buffer.isBuffer(chunk)) {
        end(() => reject(new Error('the body has an encoding, so its length in bytes is unknown')))
        return
      }
      size += chunk.length
      if (size <= maxBytes) chunks.push(chunk)
      else {
        body.pause()
        end(() => reject(tooLarge(maxBytes)))
      }
    })
    body.on('end', () =>
      end(() => resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks))),
    )
    body.on('error', (error: Error) => end(() => reject(error)))
    body.on('close', () => {
      if (!ended) end(() => reject(new Error('the request was aborted')))
    })
  })
}
