import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { call } from '../sandbox-client.ts'
import { type Sandbox, startSandbox, wellKnown } from '../start-sandbox.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox({ users: 50, limits: null })
})
afterAll(() => sandbox.stop())
beforeEach(() => sandbox.control.reset())

const two = [wellKnown.member, wellKnown.owner]
const read = () => call(sandbox, 'POST /api/public/usersInfo', { body: { emailIds: two } })
const remove = () => call(sandbox, 'DELETE /api/public/users', { body: { deleteEmailIds: two } })

it.each([
  ['refused', 400, 400],
  ['too-large', 413, 413],
  ['cut', 200, 400],
] as const)(
  '%s: a larger read gets %d, a larger change %d and changes nothing',
  async (as, readStatus, changeStatus) => {
    sandbox.control.setBatchLimit({ users: 1, as })
    const response = await read()
    expect(response.status).toBe(readStatus)
    if (as === 'cut') expect(response.body).toHaveLength(1)
    expect((await remove()).status).toBe(changeStatus)
    expect(sandbox.control.effects()).toEqual([])
  },
)

it('has no limit by default', async () => {
  expect((await read()).body).toHaveLength(2)
})
