import type { PlanSource } from '@muster/contracts/plans'
import { wellKnown } from '@muster/kore-sandbox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Backend, startBackend } from '../backend.ts'

let backend: Backend
beforeAll(async () => {
  backend = await startBackend({ sandbox: { eraseDelayMs: 0 } })
}, 120_000)
afterAll(() => backend.stop(), 60_000)

const change = { kind: 'erase', scope: { kind: 'all_bots' } } as const
const address = 'customer1@shoppers.example'

const erasureCalls = () => backend.sandbox.ledger.calls().filter(({ endpoint }) => endpoint === 'erase-users-data')

async function request(source: unknown) {
  const init = { body: JSON.stringify(source), contentType: 'application/json' }
  const { status, bytes } = await backend.api.send('POST', '/api/plans', init)
  return { status, text: bytes.toString('utf8') }
}
const identifiers = (by: string, value: string) => ({
  kind: 'identifiers',
  identifiers: [by === 'channelUserId' ? { by, value, channelId: null } : { by, value }],
  change,
})

describe('an erasure of text that is not an identifier', () => {
  test.each([
    ['email', `<${address}>`],
    ['email', `mailto:${address}`],
    ['email', `“${address}”`],
    ['email', `Ana <${address}>`],
    ['email', `${address}, customer2@shoppers.example`],
    ['email', 'unknown'],
    ['orgUserId', `<${address}>`],
    ['orgUserId', `«${address}»`],
    ['orgUserId', 'Ana Lee'],
    ['orgUserId', '="E1"'],
    ['userId', 'u-1'],
    ['userId', address],
    ['channelUserId', `Ana <${address}>`],
    ['channelUserId', `mailto:${address}`],
    ['channelUserId', `'${address}'`],
    ['channelUserId', '\u200b'],
    ['channelUserId', 'anonymous'],
    ['channelUserId', 'Gelöscht'],
    ['channelUserId', 'Mina Member'],
    ['channelUserId', '+34 600 *** 222'],
    ['channelUserId', 'xxxx-1234'],
    ['channelUserId', '2026-01-02'],
    ['orgUserId', 'E10***'],
    ['email', 'mem...@shoppers.example'],
    ['email', 'unknown@unknown.com'],
    ['email', 'ａna@shoppers.example'],
    ['orgUserId', 'n/a'],
    ['orgUserId', 'NULL'],
    ['orgUserId', '0000'],
    ['orgUserId', '-1'],
    ['orgUserId', '2026-01-02'],
    ['orgUserId', '=1+1'],
    ['orgUserId', '@E100'],
    ['orgUserId', '{{orgUserId}}'],
    ['orgUserId', '100.777'],
    ['orgUserId', '١٠٠٧٧٧'],
    ['userId', 'u-00000000-0000-0000-0000-000000000000'],
    ['channelUserId', 'webchat'],
    ['channelUserId', 'all'],
    ['channelUserId', 'ID: 1234'],
    ['channelUserId', '+34 600 111 222 / +34 600 111 333'],
    ['channelUserId', '600111222 600111333'],
    ['channelUserId', 'name=ana'],
    ['channelUserId', '1234 (Ana)'],
    ['channelUserId', '1234 – Ana'],
    ['channelUserId', '12:30'],
    ['channelUserId', '00000000-0000-0000-0000-000000000000'],
  ])('is refused before a plan exists: %s %j', async (by, value) => {
    const { status, text } = await request(identifiers(by, value))
    expect(status).toBe(400)
    expect(text).toContain('Expected')
  })

  test('suggests the likely identifier', async () => {
    const { text } = await request(identifiers('email', `“${address}”`))
    expect(JSON.parse(text)).toMatchObject({ errors: [{ message: expect.stringContaining(`Send "${address}"`) }] })
  })

  test.each([
    ['Email', `“unknown”`],
    ['Email', `ask ${address}`],
    ['User ID', 'u-1'],
    ['Organization ID', 'Ana Lee'],
    ['Channel user ID', '«»'],
    ['Channel user ID', '1234 (Ana)'],
    ['Channel user ID', '600 111 222 and 600 111 333'],
    ['Organization ID', 'unknown'],
    ['Organization ID', '2026-01-02'],
    ['Email', 'unknown@unknown.com'],
    ['Email', 'mÃ¼ller@shoppers.example'],
  ])('is blocked in a file: %s %j', async (heading, cell) => {
    const file = await backend.upload('erase.csv', `${heading},Erase\n"${cell}",all bots\n`)
    expect(file.counts).toMatchObject({ rows: 1, ready: 0, errors: 1 })
    const plan = await backend.planUpload(file.id)
    expect(plan.summary.dispositions).toMatchObject({ change: 0, blocked: 1 })
  })

  test.each([
    ['Email', address],
    ['User ID', wellKnown.customerUserId],
    ['User ID', wellKnown.customerUserId.toUpperCase()],
    ['Organization ID', 'E4711'],
    ['Channel user ID', wellKnown.channelUser.channel_user_id],
  ])('is planned from a file if the identifier is one: %s %j', async (heading, cell) => {
    const file = await backend.upload('erase.csv', `${heading},Erase\n${cell},all bots\n`)
    expect(file.counts).toMatchObject({ rows: 1, ready: 1, errors: 0 })
    const [item] = await backend.planItems((await backend.planUpload(file.id)).id)
    expect(item?.identifier.value.toLowerCase()).toBe(cell.toLowerCase())
  })

  test('of a user of the account is blocked, whatever the identifier is called', async () => {
    const user = backend.sandbox.control.user(wellKnown.member)
    const texts = [wellKnown.member, user?.userId ?? '', 'ORG-MEMBER']
    const named = texts.flatMap((value) => [
      { by: 'orgUserId' as const, value },
      { by: 'channelUserId' as const, value, channelId: null },
    ])
    for (const identifier of named) {
      const plan = await backend.plan({ kind: 'identifiers', identifiers: [identifier], change })
      expect([identifier, plan.summary.blockers]).toEqual([identifier, { member_of_account: 1 }])
    }
  })

  test('is planned once for one text, whatever it is called', async () => {
    const named: PlanSource = {
      kind: 'identifiers',
      identifiers: [
        { by: 'email', value: address },
        { by: 'orgUserId', value: address.toUpperCase() },
        { by: 'channelUserId', value: address, channelId: null },
        { by: 'channelUserId', value: address, channelId: 'facebook' },
        { by: 'channelUserId', value: address, channelId: 'Facebook' },
      ],
      change,
    }
    const { summary } = await backend.plan(named)
    expect(summary).toMatchObject({ dispositions: { change: 2 }, blockers: { duplicate_in_plan: 3 } })
  })

  test('never reaches Kore.ai', () => {
    expect(erasureCalls()).toEqual([])
  })
})

describe('an erasure of an identifier', () => {
  test('sends the identifier read from the cells, without surrounding characters', async () => {
    const cells = [
      `"Lee, Ana" <${address}>`,
      'mailto:customer2@shoppers.example',
      '«customer3@shoppers.example»',
      'customer4@shoppers.example.',
    ]
    const lines = cells.map((cell) => `"${cell.replaceAll('"', '""')}",all bots`)
    const file = await backend.upload('erase.csv', `Email,Erase\n${lines.join('\n')}\n`)
    const job = await backend.run(await backend.planUpload(file.id))
    expect(job.counts).toMatchObject({ changed: 4 })
    // The first call of an erasure is for one person.
    expect(erasureCalls()).toHaveLength(2)
    const erased = await backend.api.until(
      async () => backend.sandbox.control.effects().filter(({ kind }) => kind === 'erased'),
      ({ length }) => length === 4,
    )
    expect(erased.map(({ user }) => user)).toEqual([
      address,
      'customer2@shoppers.example',
      'customer3@shoppers.example',
      'customer4@shoppers.example',
    ])
  })

  test('is planned for each kind that Kore.ai documents', async () => {
    const source: PlanSource = {
      kind: 'identifiers',
      identifiers: [
        { by: 'email', value: address },
        { by: 'orgUserId', value: 'CRM-17' },
        { by: 'userId', value: 'u-11111111-2222-5333-8444-555555555555' },
        { by: 'channelUserId', value: '+34 600 111 222', channelId: 'whatsapp' },
      ],
      change,
    }
    expect((await backend.plan(source)).summary.dispositions).toMatchObject({ change: 4, blocked: 0 })
  })
})

describe('a request that the store cannot hold', () => {
  test.each([
    ['GET', `/api/users/${encodeURIComponent('u\0')}`],
    ['GET', `/api/plans/${encodeURIComponent('\0')}`],
    ['GET', `/api/users?group=${encodeURIComponent('e\0')}`],
    ['GET', `/api/audit?actor=${encodeURIComponent('\0')}`],
    ['GET', `/api/jobs?by=${encodeURIComponent('\0')}`],
    ['GET', `/api/erasures?q=${encodeURIComponent('\0')}`],
  ])('is answered 400: %s %s', async (method, path) => expect((await backend.api.send(method, path)).status).toBe(400))

  test('returns 400: a row beyond the comparable maximum', async () => {
    const file = await backend.upload('users.csv', `Email,Groups to add\n${wellKnown.member},Data\n`)
    const fix = { kind: 'rows', rows: [3_000_000_000], excluded: true }
    const init = { body: JSON.stringify(fix), contentType: 'application/json' }
    expect((await backend.api.send('PATCH', `/api/uploads/${file.id}/rows`, init)).status).toBe(400)
    for (const cursor of ['1e300', '3000000000'])
      expect((await backend.api.send('GET', `/api/uploads/${file.id}/rows?cursor=${cursor}`)).status).toBe(400)
    const seqs = { kind: 'retry', jobId: 'none', seqs: [2 ** 31] }
    expect((await request(seqs)).status).toBe(400)
  })
})
