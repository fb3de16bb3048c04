import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { anActor } from '../../../http/testing/an-actor.ts'
import { ProblemError } from '../../../problem-error.ts'
import type { UploadDeps } from '../upload-deps.ts'
import { receiveUpload, shownName } from './receive-upload.ts'

const actor = anActor({ memberId: 'm', email: 'o@example.com', name: 'O' })
const kept = new Map<string, number>()
const created: string[] = []
let hold: Promise<void> | null = null

/** The dependencies of receiving; counts bytes and drops them if the request is interrupted, like the store. */
function fakeDeps(): UploadDeps {
  let ids = 0
  const deps = {
    newId: () => `id-${(ids += 1)}`,
    clock: { now: () => 0 },
    audit: { append: async () => undefined },
    queue: { send: async () => 'accepted' },
    store: {
      create: async ({ fileName }: { fileName: string }) => void created.push(fileName),
      remove: async () => false,
    },
    files: {
      keep: async (id: string, bytes: AsyncIterable<Uint8Array>) => {
        kept.set(id, 0)
        try {
          await hold
          for await (const chunk of bytes) kept.set(id, (kept.get(id) ?? 0) + chunk.length)
        } catch (error) {
          kept.delete(id)
          throw error
        }
        return { bytes: kept.get(id) ?? 0, sha256: '' }
      },
    },
  }
  return deps as unknown as UploadDeps // a fake of the parts receiving uses
}

let server: Server
let port: number
beforeAll(async () => {
  const deps = fakeDeps()
  server = createServer((request, response) => {
    const answer = (status: number, body: string) => {
      response.writeHead(status, { Connection: 'close' }).end(body)
      request.resume()
    }
    receiveUpload(deps, actor, request).then(
      (upload) => answer(201, upload.fileName),
      (error: unknown) => answer(error instanceof ProblemError ? 422 : 500, String(error)),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port // listening on a port, so it is no pipe
})
afterAll(() => void server.close())
beforeEach(() => {
  kept.clear()
  created.length = 0
  hold = null
})

async function post(body: Buffer | string, type = 'multipart/form-data; boundary=b'): Promise<[number, string]> {
  const bytes = Buffer.from(body as string)
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => undefined) // refused early: the rest cannot be written
  socket.write(
    `POST / HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\nContent-Length: ${bytes.length}\r\nConnection: close\r\n\r\n`,
  )
  socket.write(bytes)
  const answer = await text(socket)
  return [Number(answer.slice(9, 12)), answer.slice(answer.indexOf('\r\n\r\n') + 4)]
}
const part = (disposition: string, content = 'a,b') =>
  `--b\r\nContent-Disposition: form-data; ${disposition}\r\nContent-Type: text/csv\r\n\r\n${content}\r\n`
const file = (name = 'people.csv') => part(`name="file"; filename="${name}"`)
const end = '--b--\r\n'

describe('a sent file', () => {
  it('is received once, whole', async () => {
    const [status, body] = await post(file() + end)
    expect([status, body]).toEqual([201, expect.stringContaining('people.csv')])
    expect([...kept.values()]).toEqual([3])
  })

  it.each([
    ['10,000 parts', file() + part('name="x"').repeat(10_000) + end],
    ['10,000 files', file().repeat(10_000) + end],
    ['two files', file() + file() + end],
    ['a field beside the file', part('name="note"') + file() + end],
    ['a field name of 1 MB', part(`name="${'n'.repeat(1024 * 1024)}"; filename="a.csv"`) + end],
    ['another name of the part', part('name="upload"; filename="a.csv"') + end],
    ['no part', end],
    ['nothing', ''],
    ['no end', file()],
    ['a part truncated in its header', '--b\r\nContent-Disposition: form-data; name="file"; filen'],
    [
      'a nested form',
      `--b\r\nContent-Disposition: form-data; name="x"\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\nx\r\n--c--\r\n${end}`,
    ],
    ['headings without end', `--b\r\n${'X-A: 1\r\n'.repeat(5000)}\r\n\r\nx\r\n${end}`],
    ['more than 25 MB', part('name="file"; filename="a.csv"', 'x'.repeat(25 * 1024 * 1024 + 1)) + end],
  ])('with %s is refused, and leaves no data', async (_name, body) => {
    const [status, answer] = await post(body)
    expect(status).toBe(422)
    expect(answer).toMatch(/Send|Split/)
    await expect.poll(() => kept.size).toBe(0)
    expect(created).toEqual([])
  })

  it.each(['multipart/form-data', 'multipart/form-data; boundary=', 'text/csv', 'multipart/form-data; boundary=other'])(
    'as %s is refused',
    async (type) => {
      expect((await post(file() + end, type))[0]).toBe(422)
      expect(kept.size).toBe(0)
    },
  )

  it('leaves no data if interrupted midway', async () => {
    const socket = connect(port, '127.0.0.1')
    socket.write(
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 9999\r\n\r\n',
    )
    socket.write(file().slice(0, -4))
    await expect.poll(() => kept.size).toBe(1)
    socket.destroy()
    await expect.poll(() => kept.size).toBe(0)
    expect(created).toEqual([])
  })

  it('waits for its turn: a fourth concurrent file is refused, and there is room again afterwards', async () => {
    const gate = Promise.withResolvers<void>()
    hold = gate.promise
    const three = [1, 2, 3].map(() => post(file() + end))
    await expect.poll(() => kept.size).toBe(3)
    expect(await post(file() + end)).toEqual([422, expect.stringContaining('3 files already')])
    gate.resolve()
    expect((await Promise.all(three)).map(([status]) => status)).toEqual([201, 201, 201])
    expect((await post(file() + end))[0]).toBe(201)
  })
})

describe('shownName', () => {
  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\x\\people.csv', 'people.csv'],
    ['a\0b\r\nSet-Cookie: x.csv', 'abSet-Cookie: x.csv'],
    ['\u202egnp.vsc', 'gnp.vsc'],
    ['..', 'upload.csv'],
    ['', 'upload.csv'],
    [`${'x'.repeat(8192)}.csv`, `${'x'.repeat(196)}.csv`],
  ])('of %j is %j', (name, shown) => expect(shownName(name)).toBe(shown))
  it('has a default', () => expect(shownName(undefined)).toBe('upload.csv'))
})
