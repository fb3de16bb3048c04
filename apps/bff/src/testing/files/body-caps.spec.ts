import { request } from 'node:http'
import { text } from 'node:stream/consumers'
import { readDirectoryCsv } from '@muster/contracts/users'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { everyRoute } from '../../http/testing/every-route.ts'
import { type Backend, startBackend } from '../backend.ts'

let backend: Backend
beforeAll(async () => {
  backend = await startBackend()
}, 120_000)
afterAll(() => backend.stop(), 60_000)

const commas = Buffer.alloc(1024 * 1024, ',')
const rows = Buffer.from('a,b,c,\n'.repeat(150_000))

function sendOnce(
  method: string,
  path: string,
  headers: Record<string, string>,
  [piece, pieces]: readonly [Buffer, number],
) {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; body: string; sent: number }>()
  let sent = 0
  let answered = false
  const exchange = request(
    backend.url + path,
    { method, headers: { ...backend.api.headers, ...headers } },
    (answer) => {
      answered = true
      const status = answer.statusCode ?? 0
      text(answer).then((body) => resolve({ status, body, sent }), reject)
    },
  )
  const write = () => {
    if (answered || exchange.destroyed) return
    if (sent === pieces) return void exchange.end()
    sent += 1
    if (exchange.write(piece)) setImmediate(write)
    else exchange.once('drain', write)
  }
  exchange.on('error', (error) => (answered ? undefined : reject(error)))
  write()
  return promise
}

const closed = new Set(['EPIPE', 'ECONNRESET'])

/**
 * Sends a body in chunks without a declared length, until it is complete or the server ends the exchange. The server
 * closes the connection of a body it refuses; where that arrives before its response, the client sends again.
 */
async function sendInPieces(...given: Parameters<typeof sendOnce>): ReturnType<typeof sendOnce> {
  for (let tries = 0; tries < 20; tries += 1) {
    try {
      return await sendOnce(...given)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && closed.has(String(error.code)))) throw error
    }
  }
  throw new Error('no response was read in 20 tries')
}

test('every route that reads a stream of bytes has a cap and enforces it', async () => {
  const streamed = (await everyRoute()).filter(({ body }) => body === 'raw' || body === 'multipart')
  expect(streamed.length).toBeGreaterThan(4)
  for (const { method, path, body, maxBytes } of streamed) {
    expect(maxBytes).toBeGreaterThan(0)
    const type = body === 'multipart' ? 'multipart/form-data; boundary=x' : 'application/json'
    const { status, sent } = await sendInPieces(method, path, { 'content-type': type }, [commas, 100])
    expect({ path, refused: status >= 400 && status < 500, read: sent < 60 }).toEqual({
      path,
      refused: true,
      read: true,
    })
  }
}, 60_000)

test('refuses 250 MB of commas, and the server continues', async () => {
  const before = process.memoryUsage.rss()
  const { path, method } = readDirectoryCsv
  const line = await sendInPieces(method, path, { 'content-type': 'text/csv' }, [commas, 250])
  expect(line).toMatchObject({ status: 422, body: expect.stringContaining('Line 1 is too long') })
  const many = await sendInPieces(method, path, { 'content-type': 'text/csv' }, [rows, 250])
  expect(many).toMatchObject({ status: 413, body: expect.stringContaining('larger than 1 MB') })
  expect(process.memoryUsage.rss() - before).toBeLessThan(200 * 1024 * 1024)
  expect((await backend.api.send('GET', '/readyz')).status).toBe(200)
}, 60_000)

test('refuses a declared length beyond the cap before reading a byte', async () => {
  const { path, method } = readDirectoryCsv
  const body = new Uint8Array(2 * 1024 * 1024)
  expect((await backend.api.send(method, path, { body, contentType: 'text/csv' })).status).toBe(413)
})

test('reads the start of a file within the cap, regardless of its columns', async () => {
  const { path, method } = readDirectoryCsv
  const body = Buffer.alloc(900_000, ',')
  const started = performance.now()
  const { status, bytes } = await backend.api.send(method, path, { body, contentType: 'text/csv' })
  expect({ status, answer: bytes.toString('utf8') }).toMatchObject({
    status: 422,
    answer: expect.stringContaining('empty'),
  })
  expect(performance.now() - started).toBeLessThan(5000)
})
