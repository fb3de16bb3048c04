import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { type LimitedBody, readBody } from './read-body.ts'

const aBody = (): LimitedBody & PassThrough => Object.assign(new PassThrough(), { headers: {} })

test('joins the pieces of a body', async () => {
  const body = aBody()
  const read = readBody(body)
  body.write('{"a":')
  body.end('1}')
  expect(String(await read)).toBe('{"a":1}')
})

test('refuses more than the cap while the body arrives', async () => {
  const body = aBody()
  const read = readBody(body, 4)
  body.write('12345')
  await expect(read).rejects.toMatchObject({ code: 'too_large' })
})

test.each([
  ['before it is read', (body: PassThrough) => body.destroy(), () => {}],
  ['while it is read', () => {}, (body: PassThrough) => body.destroy()],
  ['with an error', () => {}, (body: PassThrough) => body.destroy(new Error('the connection was reset'))],
])('fails when the request ends %s', async (_, before, during) => {
  const body = aBody()
  body.on('error', () => {})
  before(body)
  const read = readBody(body)
  during(body)
  await expect(read).rejects.toThrow(/aborted|reset/)
})
