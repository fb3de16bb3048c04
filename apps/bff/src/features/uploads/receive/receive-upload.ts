import { PassThrough } from 'node:stream'
import type { Message } from '@muster/core/text/message'
import { uploadLimits } from '@muster/core/upload/upload-file'
import { message } from '@muster/wording/message'
import busboy from 'busboy'
import type { LimitedBody } from '../../../http/request/read-body.ts'
import type { Actor } from '../../../http/session/actor.ts'
import { ProblemError } from '../../../problem-error.ts'
import { FileTooLargeError } from '../file-ports.ts'
import { type UploadRecord } from '../ports.ts'
import { readUploadWork, type UploadDeps } from '../upload-deps.ts'
import { madeBy, newUpload } from './new-upload.ts'

const maxConcurrent = 3
const maxNameLength = 200
const underWay = new Map<string, number>()

const refused = (detail: Message) => new ProblemError('file_refused', detail)
const tooLarge = () => refused(message('problem.file_too_large', { megabytes: uploadLimits.fileBytes / 1024 / 1024 }))
const oneFile = () => refused(message('problem.one_file'))

/** The file's name without folders, control characters and excess length: for display, never for a path. */
export function shownName(name: string | undefined): string {
  const last = (name ?? '').split(/[/\\]/).at(-1) ?? ''
  const plain = last.replaceAll(/[\p{Cc}\p{Cf}]/gu, '').trim()
  return plain === '' || /^\.+$/.test(plain) ? 'upload.csv' : plain.slice(-maxNameLength)
}

interface Arriving {
  readonly name: string
  readonly bytes: AsyncIterable<Uint8Array>
  /** Resolves when the whole request is read; rejects unless it is exactly one valid file. */
  readonly whole: Promise<void>
}

function parserOf(request: LimitedBody) {
  try {
    const limits = {
      files: 1,
      fields: 0,
      parts: 2,
      headerPairs: 20,
      fieldNameSize: 100,
      fileSize: uploadLimits.fileBytes + 1,
    }
    return busboy({ headers: request.headers, limits, defParamCharset: 'utf8' })
  } catch {
    throw refused(message('problem.not_multipart'))
  }
}

/** The only file of a multipart request, as a stream. */
function arriving(request: LimitedBody): Promise<Arriving> {
  const parser = parserOf(request)
  return new Promise((resolve, reject) => {
    const whole = Promise.withResolvers<void>()
    whole.promise.catch(() => undefined) // awaited by the consumer of the bytes; a failure before that rejects the arrival
    let found = false
    const fail = (error: ProblemError) => {
      whole.reject(error)
      reject(error)
      request.unpipe(parser)
      request.resume()
    }
    parser.on('file', (field, stream, info) => {
      const bytes = new PassThrough()
      // The consumer of the bytes handles the error; before that, it must not crash the process.
      bytes.on('error', () => stream.resume())
      stream.on('error', () => bytes.destroy(refused(message('problem.upload_truncated'))))
      stream.on('limit', () => bytes.destroy(tooLarge()))
      whole.promise.catch((error: Error) => bytes.destroy(error))
      if (found || field !== 'file') return fail(oneFile())
      found = true
      return resolve({ name: shownName(info.filename), bytes: stream.pipe(bytes), whole: whole.promise })
    })
    for (const limit of ['partsLimit', 'filesLimit', 'fieldsLimit'] as const) parser.on(limit, () => fail(oneFile()))
    parser.on('field', () => fail(oneFile()))
    parser.on('error', () => fail(refused(message('problem.upload_truncated'))))
    parser.on('close', () => (found ? whole.resolve() : fail(oneFile())))
    request.once('error', (error) =>
      fail(error instanceof ProblemError ? error : refused(message('problem.upload_interrupted'))),
    )
    request.pipe(parser)
  })
}

async function keepBytes(deps: UploadDeps, id: string, file: Arriving) {
  try {
    const kept = await deps.files.keep(id, file.bytes, uploadLimits.fileBytes)
    await file.whole
    return kept
  } catch (error) {
    await deps.store.remove(id)
    throw error instanceof FileTooLargeError ? tooLarge() : error
  }
}

async function keepAndQueue(deps: UploadDeps, actor: Actor, request: LimitedBody): Promise<UploadRecord> {
  const file = await arriving(request)
  const id = deps.newId()
  const { bytes } = await keepBytes(deps, id, file)
  const kept = newUpload({ id, fileName: file.name, bytes, createdBy: madeBy(actor), createdAt: deps.clock.now() })
  await deps.store.create(kept)
  const sentence = message('audit.file_sent', { actor: actor.email, file: file.name, bytes })
  await deps.audit.append({ action: 'upload.received', actor: actor.email, sentence })
  await deps.queue.send(readUploadWork, { uploadId: kept.id, readOptions: {} }, { singletonKey: kept.id })
  return kept
}

/** Receives one file, stores its bytes as they arrive, and queues its reading. At most three at a time for one member. */
export async function receiveUpload(deps: UploadDeps, actor: Actor, request: LimitedBody): Promise<UploadRecord> {
  const current = underWay.get(actor.memberId) ?? 0
  if (current >= maxConcurrent)
    throw new ProblemError('too_many_requests', message('problem.too_many_files', { count: maxConcurrent }), {
      retryAfterSeconds: 5,
    })
  underWay.set(actor.memberId, current + 1)
  try {
    return await keepAndQueue(deps, actor, request)
  } finally {
    const left = (underWay.get(actor.memberId) ?? 1) - 1
    if (left === 0) underWay.delete(actor.memberId)
    else underWay.set(actor.memberId, left)
  }
}
