import { Worker } from 'node:worker_threads'
import { wellKnown } from '@muster/kore-sandbox'
import { expect, test, vi } from 'vitest'
import { startBackend } from '../backend.ts'

test('a call of a script takes few statements and transactions', { timeout: 180_000 }, async () => {
  const backend = await startBackend()
  try {
    const call = async (isDeveloper: boolean) => {
      const users = [{ userInfo: { emailId: wellKnown.member }, canCreateBot: true, isDeveloper }]
      const sent = { body: JSON.stringify({ users }), contentType: 'application/json' }
      expect(await backend.api.send('PUT', '/api/kore/users', sent)).toMatchObject({ status: 200 })
    }
    await call(true)
    // Each statement of the embedded store is one message to its thread.
    const posted = vi.spyOn(Worker.prototype, 'postMessage')
    await call(false)
    const texts = posted.mock.calls.map(([message]) => String(Object(message).text))
    // Not those of the background: the queue, the stream of events.
    const own = texts.filter((text) => !/pgboss|"sessions"/.test(text))
    expect(own.length).toBeLessThanOrEqual(55)
    expect(own.filter((text) => text === 'begin').length).toBeLessThanOrEqual(4)
  } finally {
    await backend.stop()
  }
})
