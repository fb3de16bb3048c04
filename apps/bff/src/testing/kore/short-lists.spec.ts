import { listAudit } from '@muster/contracts/audit'
import { type Directory, getDirectory, listUnreadable, listUsers, syncDirectory } from '@muster/contracts/users'
import { wellKnown } from '@muster/kore-sandbox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Backend, startBackend } from '../backend.ts'
import { startTamperingProxy } from './tampering-proxy.ts'

interface Page {
  readonly users: readonly unknown[]
  readonly total?: number
  readonly availableMore?: boolean
}

interface Element {
  readonly userInfo: { readonly emailId: string }
}

const named = ({ userInfo }: Element) => userInfo.emailId
/** The response of Get User Information for an unknown user. */
const absent = (emailId: string) => {
  const msg = 'User not found. Please check the provided email address.'
  return { userInfo: { emailId, status: 'failure', reason: { errors: [{ msg, code: 400 }], message: msg } } }
}

describe('a list of users that omits users', () => {
  let backend: Backend
  let falsify: ((page: Page, offset: number) => unknown) | null = null
  let isReadable = true
  let gone: string | null = null
  beforeAll(async () => {
    backend = await startBackend({
      sandbox: { users: 450 },
      between: (sandboxUrl) =>
        startTamperingProxy(sandboxUrl, ({ path, body, status }) => {
          if (path.startsWith('/api/public/usersInfo')) {
            if (!isReadable) return { status: 403, body: '{"errors":[{"msg":"Forbidden","code":403}]}' }
            if (gone === null || status !== 200) return undefined
            return {
              body: JSON.stringify(JSON.parse(body).map((one: Element) => (named(one) === gone ? absent(gone) : one))),
            }
          }
          if (falsify === null || status !== 200 || !path.startsWith('/api/public/alluserroles')) return undefined
          const offset = Number(new URLSearchParams(path.split('?')[1]).get('offset'))
          return { body: JSON.stringify(falsify(JSON.parse(body), offset)) }
        }),
    })
  })
  afterAll(() => backend.stop())

  const sync = async (): Promise<Directory> => {
    const { syncedAt } = await backend.api.call(getDirectory)
    await backend.api.call(syncDirectory)
    return backend.api.until(
      () => backend.api.call(getDirectory),
      (directory) => directory.state !== 'loading' && directory.syncedAt !== syncedAt,
    )
  }

  test.each<[string, (page: Page, offset: number) => Page, number]>([
    ['ends with an empty page', ({ users }, offset) => ({ users: offset === 0 ? users : [] }), 250],
    ['reports the first page as the last', ({ users }) => ({ users, total: users.length, availableMore: false }), 250],
    ['shifts between pages', ({ users }, offset) => ({ users: offset === 0 ? users : users.slice(5) }), 5],
  ])('that %s removes no user from the directory', async (_, how, omitted) => {
    falsify = how
    const directory = await sync()
    falsify = null
    expect(directory).toMatchObject({ state: 'ready', users: 450 })
    expect(directory.reason).toContain(`omits ${omitted} users that still exist at Kore.ai`)
    const { items } = await backend.api.call(listAudit, { query: { action: 'directory.synced', limit: 1 } })
    expect(items[0]?.sentence).toContain('Muster kept them')
    expect(await sync()).toMatchObject({ users: 450, reason: null })
  })

  test.each<[string, (page: Page) => unknown]>([
    ['counts the page', ({ users }) => ({ users, total: users.length })],
    ['counts the page and reports that more follow', (page) => ({ ...page, total: page.users.length })],
    ['counts fewer than it lists', ({ users }) => ({ users, total: 300 })],
    ['counts none', ({ users }) => ({ users, total: 0 })],
    ['counts in words', ({ users }) => ({ users, total: 'many' })],
    ['counts more than the last page admits', ({ users }) => ({ users, total: 450, availableMore: false })],
    ['counts nothing', ({ users }) => ({ users })],
  ])('that %s is read to its end', async (_, how) => {
    falsify = how
    const directory = await sync()
    falsify = null
    expect(directory).toMatchObject({ state: 'ready', users: 450, reason: null })
  })

  test('removes the user that Kore.ai no longer knows, and no other', async () => {
    gone = wellKnown.secondMember
    falsify = ({ users }, offset) => ({
      users: offset === 0 ? users.filter((one) => !JSON.stringify(one).includes(wellKnown.secondMember)) : [],
    })
    const directory = await sync()
    falsify = null
    expect(directory.users).toBe(449)
    const { items } = await backend.api.call(listUsers, { query: { q: wellKnown.secondMember } })
    expect(items).toEqual([])
    gone = null
    expect(await sync()).toMatchObject({ users: 450, reason: null })
  })

  test('that invents users on every page ends, is named in Settings, and removes no user', async () => {
    falsify = ({ total = 0 }, offset) => ({
      users: Array.from({ length: 200 }, (_none, n) => ({
        userId: `u-${String(offset + n).padStart(8, '0')}-0000-4000-8000-000000000000`,
        username: `invented${offset + n}@example.com`,
      })),
      total,
      availableMore: true,
    })
    const before = (await backend.api.call(getDirectory)).users
    const directory = await sync()
    falsify = null
    expect(directory.state).toBe('ready')
    expect(directory.reason).toMatch(
      /^Kore\.ai reports \d+ users but listed [\d,]+, and the list continues\. .+ removed no users\.$/,
    )
    expect(directory.users).toBeGreaterThan(before)
    const { items } = await backend.api.call(listUnreadable)
    expect(items).toContainEqual(expect.objectContaining({ list: 'users', reason: directory.reason }))
    const { items: found } = await backend.api.call(listUsers, { query: { q: wellKnown.member } })
    expect(found.map(({ email }) => email)).toContain(wellKnown.member)
    // The next list is true again.
    expect(await sync()).toMatchObject({ users: before, reason: null })
  })

  test('without a total, of ever another user on each page, ends long before it could be long', async () => {
    let pages = 0
    falsify = (_page, offset) => {
      pages += 1
      return { users: [{ userId: `one-${offset}`, username: `one${offset}@example.com` }] }
    }
    const directory = await sync()
    falsify = null
    expect(directory).toMatchObject({
      state: 'ready',
      reason: expect.stringMatching(/^The list of users has more than/),
    })
    expect(pages).toBeLessThan(250)
    expect(await sync()).toMatchObject({ users: 450, reason: null })
  })

  test('names the user whose ID an earlier page gave to another', async () => {
    let first: { readonly userId?: string; readonly username?: string } = {}
    falsify = (page, offset) => {
      const [one, ...others] = page.users
      if (offset === 0) first = { ...first, ...(typeof one === 'object' ? one : {}) }
      return offset === 200
        ? { ...page, users: [{ userId: first.userId, username: 'twin@example.com' }, ...others] }
        : page
    }
    await sync()
    falsify = null
    const { items } = await backend.api.call(listUnreadable)
    const twin = items.find(({ label }) => label.startsWith('twin@example.com'))
    expect(twin).toMatchObject({ isOmitted: true, reason: expect.stringContaining(first.username ?? '?') })
    const { items: found } = await backend.api.call(listUsers, { query: { q: first.username ?? '' } })
    expect(found).toContainEqual(expect.objectContaining({ id: first.userId, email: first.username }))
    expect(await sync()).toMatchObject({ users: 450, reason: null })
  })

  test('keeps all if single users cannot be read', async () => {
    isReadable = false
    falsify = ({ users }, offset) => ({ users: offset === 0 ? users : [] })
    const directory = await sync()
    falsify = null
    isReadable = true
    expect(directory.users).toBe(450)
    expect(directory.reason).toContain('250 known users')
  })
})
