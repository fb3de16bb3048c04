import { createServer } from 'node:http'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { encodeText } from '../../files/testing/encode-text.ts'
import { gatewayOn, now } from '../testing/gateway.fixture.ts'
import { listen } from '../testing/listen.fixture.ts'

let respond: (auth: string) => { body: Buffer; type: string }
const server = createServer((request, response) => {
  const { body, type } = respond(String(request.headers['auth']))
  response.writeHead(200, { 'content-type': type }).end(body)
})
let host = ''
beforeAll(async () => {
  host = `http://127.0.0.1:${await listen(server)}`
})
afterAll(() => server.close())

const groupsNamed = (name: string) => JSON.stringify({ groups: [{ _id: 'e-1', gN: name }], availableMore: false })

it.each([
  ['UTF-8 with a mark', 'application/json', Buffer.from(`\ufeff${groupsNamed('Zürich 東京')}`)],
  ['UTF-16 without a mark', 'application/json', encodeText(groupsNamed('Zürich 東京'), 'utf-16le')],
  ['UTF-16, big end first', 'application/json', encodeText(`\ufeff${groupsNamed('Zürich 東京')}`, 'utf-16be')],
  ['GB18030', 'application/json; charset=gb18030', encodeText(groupsNamed('Zürich 東京'), 'gb18030')],
  ['UTF-8 under a wrong label', 'application/json;charset=ISO-8859-1', Buffer.from(groupsNamed('Zürich 東京'))],
  ['UTF-8 labeled as UTF-16', 'application/json; charset=utf-16', Buffer.from(groupsNamed('Zürich 東京'))],
  ['an unknown encoding', 'application/json; charset=x-none', Buffer.from(groupsNamed('Zürich 東京'))],
])('reads names in %s', async (_name, type, body) => {
  respond = () => ({ body, type })
  const page = await gatewayOn(host, { timeouts: { connect: 5000, firstByte: 20_000, total: 30_000 } }).reader.groups(
    null,
    now.signal,
  )
  expect(page).toMatchObject({ kind: 'page', items: [{ id: 'e-1', name: 'Zürich 東京' }] })
})

it('removes an echoed token in another encoding', async () => {
  let token = ''
  respond = (auth) => {
    token = auth
    return { body: encodeText(groupsNamed(auth), 'utf-16le'), type: 'application/json' }
  }
  const gateway = gatewayOn(host, { timeouts: { connect: 5000, firstByte: 20_000, total: 30_000 } })
  const page = await gateway.reader.groups(null, now.signal)
  expect(token.length).toBeGreaterThan(50)
  expect(JSON.stringify(page)).toContain('e-1')
  expect(JSON.stringify(page)).not.toContain(token.slice(-20))
})
