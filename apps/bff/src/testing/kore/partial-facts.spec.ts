import type { User } from '@muster/core/account/user'
import { usersInfo } from '@muster/kore-api/users-info'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createBatchSizes } from '../../adapters/kore/batch/batch-sizes.ts'
import { createMemoryBatchLedger } from '../../adapters/kore/batch/memory-batch-ledger.ts'
import type { Gate } from '../../adapters/kore/gate/gate.ts'
import { readUsersInfo } from '../../adapters/kore/read/read-users-info.ts'
import { readUsersPage } from '../../adapters/kore/read/read-users-page.ts'
import { createSqlUserDirectory } from '../../adapters/storage/directory/users-store.ts'
import { describeOnEachStorage } from '../../adapters/storage/testing/storage-suites.ts'
import { systemClock } from '../../clock.ts'

const profile = { id: 'u-1', email: 'ana@acme.example' }
const role = (botId: string | null) => ({ roleId: botId === null ? 'r-admin' : 'r-bot', botId, viaGroups: [] })
const known: User = {
  ...profile,
  firstName: 'Ana',
  lastName: 'Souza',
  orgUserId: 'E1',
  status: 'active',
  groups: ['e-1'],
  roles: [role('st-1'), role(null)],
  canCreateBot: true,
  isDeveloper: true,
}
/** The same user with every fact changed. */
const changed = {
  firstName: 'Anna',
  lastName: 'Sousa',
  orgUserId: 'E2',
  status: 'locked',
  groups: ['e-2'],
  btRoles: [{ roleId: 'r-bot', botId: 'st-2' }],
  adminRoles: [{ roleId: 'r-other' }],
  canCreateBot: false,
  isDeveloper: false,
} as const

type Fact = keyof typeof changed
const facts = ['firstName', 'lastName', 'orgUserId', 'status', 'groups', 'btRoles', 'adminRoles'] as const
const flags = ['canCreateBot', 'isDeveloper'] as const

/** The forms of a fact in a response: present, omitted, null, a wrong type or an entry without an ID. */
const anyCarried = fc.record(
  Object.fromEntries(
    [...facts, ...flags].map((fact) => [fact, fc.constantFrom('carried', 'absent', 'null', 'wrong', 'unnamed')]),
  ),
)
type Carried = Readonly<Record<string, string>>

const instead: Readonly<Record<string, unknown>> = {
  null: null,
  wrong: 7,
  unnamed: [{ groupName: 'Brand', roleName: 'Tester', botId: 'st-1' }],
}

function pick(names: readonly Fact[], carried: Carried): Record<string, unknown> {
  const picked: Record<string, unknown> = {}
  for (const name of names) {
    if (carried[name] === 'carried') picked[name] = name === 'groups' ? [{ groupId: 'e-2' }] : changed[name]
    else if (carried[name] !== 'absent') picked[name] = instead[carried[name] ?? 'wrong']
  }
  return picked
}

const elementOf = (carried: Carried) => ({
  ...pick(['canCreateBot', 'isDeveloper', 'groups'], carried),
  userInfo: {
    emailId: profile.email,
    userId: profile.id,
    ...pick(['firstName', 'lastName', 'orgUserId', 'status'], carried),
  },
  roles: pick(['btRoles', 'adminRoles'], carried),
})
const entryOf = (carried: Carried) => ({
  username: profile.email,
  userId: profile.id,
  ...pick(['orgUserId', 'canCreateBot', 'isDeveloper', 'btRoles', 'adminRoles'], carried),
})

/** The expected user afterwards. */
function expected(carried: Carried, listed: readonly Fact[]): object {
  const fact = <T>(name: Fact, after: T, before: T) =>
    listed.includes(name) && carried[name] === 'carried' ? after : before
  return {
    ...profile,
    firstName: fact('firstName', 'Anna', 'Ana'),
    lastName: fact('lastName', 'Sousa', 'Souza'),
    orgUserId: fact('orgUserId', 'E2', 'E1'),
    status: fact('status', 'locked', 'active'),
    groups: fact('groups', ['e-2'], ['e-1']),
    roles: expect.arrayContaining([
      fact('btRoles', role('st-2'), role('st-1')),
      fact('adminRoles', { ...role(null), roleId: 'r-other' }, role(null)),
    ]),
    canCreateBot: fact('canCreateBot', false, true),
    isDeveloper: fact('isDeveloper', false, true),
  }
}

/** Responds to Get User Roles Details with one entry and to Get User Information with `elements`. */
function gateOf(entry: object, elements: readonly object[]): Gate {
  return {
    call: async ({ endpoint }) => {
      const text = JSON.stringify(endpoint.name === usersInfo.name ? elements : { total: 1, users: [entry] })
      const response = { status: 200, mediaType: null, retryAfter: null, date: null, body: Buffer.from(text) }
      return { kind: 'response', response, text, is: 'other', retryAfterMs: null, diagnosis: null }
    },
  }
}

const { signal } = new AbortController()
const runs = { numRuns: 80 }

describeOnEachStorage('a partial response', (open) => {
  /** Stores `known`, then later reads. */
  async function directory() {
    const users = createSqlUserDirectory((await open()).db)
    let at = 1000
    return async (readings: Parameters<typeof users.upsertUsers>[0]) => {
      await users.upsertUsers([known], (at += 1))
      await users.upsertUsers(readings, (at += 1))
      return users.find(profile.id)
    }
  }

  test('overwrites nothing with missing values: Get User Information', async () => {
    const keep = await directory()
    await fc.assert(
      fc.asyncProperty(anyCarried, async (carried) => {
        const [one] = readUsersInfo([{ by: 'email', value: profile.email }], [elementOf(carried)])
        if (one === undefined || !('user' in one.read)) throw new Error('the user was not read')
        expect(await keep([one.read.user])).toMatchObject(expected(carried, [...facts, ...flags]))
      }),
      runs,
    )
  })

  test('overwrites nothing with missing values: a page of users, with and without their details', async () => {
    const keep = await directory()
    const listed = ['orgUserId', 'canCreateBot', 'isDeveloper', 'btRoles', 'adminRoles'] as const
    await fc.assert(
      fc.asyncProperty(anyCarried, fc.boolean(), async (carried, hasDetails) => {
        const sizes = createBatchSizes({ ledger: createMemoryBatchLedger(), clock: systemClock, ceiling: 10 })
        const gate = gateOf(entryOf(carried), hasDetails ? [elementOf(carried)] : [])
        const page = await readUsersPage(gate, { cursor: null, signal, seen: new Map(), sizes })
        if (page.kind !== 'page') throw new Error('the page failed')
        expect(await keep(page.items)).toMatchObject(expected(carried, hasDetails ? [...facts, ...flags] : listed))
      }),
      runs,
    )
  })

  test('loses nothing to a concurrent writer', async () => {
    const users = createSqlUserDirectory((await open()).db)
    await users.upsertUsers([known], 1000)
    const writers = [{ firstName: 'Anna' }, { orgUserId: 'E2' }, { groups: ['e-2'] }, { isDeveloper: false }]
    await Promise.all(writers.map((part) => users.upsertUsers([{ ...profile, ...part }], 2000)))
    expect(await users.find(profile.id)).toMatchObject({ ...known, ...Object.assign({}, ...writers) })
  })
})
