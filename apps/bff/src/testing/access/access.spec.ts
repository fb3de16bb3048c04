import { type AuditEntry, listAudit } from '@muster/contracts/audit'
import * as factors from '@muster/contracts/factors'
import { createPlan } from '@muster/contracts/plans'
import { createSavedView, listSavedViews } from '@muster/contracts/saved-views/saved-views'
import { changeSelection, createSelection } from '@muster/contracts/selections'
import { sessionSchema } from '@muster/contracts/session'
import { createToken } from '@muster/contracts/tokens'
import { listUsers } from '@muster/contracts/users'
import { type MemberRole, permissions } from '@muster/core/permission'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { newId } from '../../adapters/storage/database/new-id.ts'
import { type PostgresCluster, startPostgres } from '../../adapters/storage/testing/postgres-cluster.ts'
import { totpCode } from '../../features/session/factors/totp.ts'
import { hashPassword } from '../../features/session/password.ts'
import { type ApiClient, openApiClient } from '../api-client.ts'
import { type Backend, startBackend } from '../backend.ts'
import { bytesOfBase32 } from '../base32.ts'
import { callByToken } from '../unattended-token.ts'

const owner = { email: 'owner@example.com', password: 'a password of the owner' }
const wrong = { email: owner.email, password: 'a wrong guess of a stranger' }

const sealingKey = 'thirty-two characters of a test key'

let cluster: PostgresCluster
let database: Client
let muster: Backend

beforeAll(async () => {
  cluster = await startPostgres()
  database = new Client({ connectionString: cluster.urlOf('postgres') })
  await database.connect()
  muster = await startBackend({
    env: {
      DATABASE_URL: cluster.urlOf('postgres'),
      MUSTER_TRUSTED_PROXIES: '127.0.0.1',
      MUSTER_SEALING_KEY: sealingKey,
    },
  })
}, 240_000)

afterAll(async () => {
  await muster.stop()
  await database.end()
  await cluster.stop()
})

/** Attempts to sign in, as a browser with these cookies at this address. */
async function attempt(body: object, { cookie = '', address = '203.0.113.9' } = {}) {
  const response = await fetch(`${muster.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: muster.url, cookie, 'x-forwarded-for': address },
    body: JSON.stringify(body),
  })
  const cookies = response.headers.getSetCookie().map((one) => one.split(';')[0] ?? '')
  return {
    status: response.status,
    cookies,
    attributes: response.headers.getSetCookie().join('\n'),
    text: await response.text(),
  }
}

async function newestOf(action: AuditEntry['action']): Promise<AuditEntry | undefined> {
  return (await muster.api.call(listAudit, { query: { action } })).items[0]
}

/** A signed-in member with this role. */
async function memberOf(role: MemberRole) {
  const credentials = { email: `${role}-${newId()}@example.com`, password: 'words of a further member' }
  await database.query(
    'insert into members (id, email, name, role, password_hash, created_at) values ($1, $2, $3, $4, $5, now())',
    [newId(), credentials.email, role, role, await hashPassword(credentials.password)],
  )
  return { credentials, api: await openApiClient(muster.url, credentials) }
}

describe('the own passphrase', () => {
  const next = 'further words of hers, '.repeat(12) + 'and no more'
  const change = (api: ApiClient, password: string) =>
    api.send(factors.changePassphrase.method, factors.changePassphrase.path, {
      body: JSON.stringify({ password }),
      contentType: 'application/json',
    })

  test('is changed by its member, and ends what the earlier one opened elsewhere', async () => {
    const { credentials, api } = await memberOf('viewer')
    const other = await openApiClient(muster.url, credentials)
    const short = 'four more word'
    expect([short.length, next.length]).toEqual([14, 287])
    for (const refused of [short, 'aaaaaaaaaaaaaaaaaaaa', credentials.password])
      expect((await change(api, refused)).status).toBe(400)
    expect((await change(api, next)).status).toBe(200)
    expect((await other.send('GET', factors.getFactors.path)).status).toBe(401)
    expect((await api.call(factors.getFactors)).passphraseIn).toBe('settings')
    // A wrong guess makes the next one wait.
    expect((await attempt({ ...credentials, password: next })).status).toBe(200)
    expect((await attempt(credentials)).status).toBe(401)
    expect((await newestOf('passphrase.changed'))?.sentence).toMatch(/^viewer changed .* ended 1 other session$/)
  })

  test('of the administrator is changed in the configuration only', async () => {
    expect((await muster.api.call(factors.getFactors)).passphraseIn).toBe('configuration')
    expect((await change(muster.api, next)).status).toBe(409)
    expect((await attempt(owner)).status).toBe(200)
  })
})

describe('guessing', () => {
  test('never locks out a browser that signed the member in before', async () => {
    const first = await attempt(owner, { address: '198.51.100.7' })
    expect(first.attributes).toMatch(/device=[\w-]{54}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=15552000/)
    const device = first.cookies.find((one) => one.startsWith('device=')) ?? ''
    expect((await attempt(wrong)).status).toBe(401)
    expect((await attempt(wrong)).status).toBe(429)
    // The right password does not help a stranger's browser, nor one with a forged cookie.
    expect((await attempt(owner, { cookie: `device=${'a'.repeat(43)}` })).status).toBe(429)
    expect((await attempt(owner, { cookie: device })).status).toBe(200)
    // Its own attempts have a separate bucket.
    expect((await attempt(wrong, { cookie: device })).status).toBe(401)
    expect((await attempt(owner, { cookie: device })).status).toBe(429)
    const { rows } = await database.query<{ id: string }>('select id from known_devices')
    expect(JSON.stringify(rows)).not.toContain(device.slice('device='.length))
  })

  test('is in the audit with account and address, also if refused by the rate limit', async () => {
    const attempts = async () =>
      (await muster.api.call(listAudit, { query: { action: 'session.sign_in_failed' } })).items.map(
        ({ sentence }) => sentence,
      )
    await attempt({ email: 'mallory\u202e@example.com', password: 'x' }, { address: '203.0.113.77, 127.0.0.1' })
    expect(await attempts()).toContain(
      'A sign-in as “mallory[U+202E]@example.com” from 203.0.113.77 failed: wrong email or password',
    )
    await attempt({ email: 'my secret password', password: 'x' }, { address: '203.0.113.78' })
    expect((await attempts()).join()).not.toContain('secret')
    // The first of those refused in the test before; the others are counted.
    expect(await attempts()).toContain(
      'A sign-in as “owner@example.com” from 203.0.113.9 was refused: too many attempts',
    )
  })

  test('from one address does not use up the requests of another', async () => {
    const from = (address: string) =>
      fetch(`${muster.url}/api/session`, { headers: { 'x-forwarded-for': address } }).then(({ status }) => status)
    // A proxy appends the address that it sees; the client itself claims the others.
    const flood = await Promise.all(Array.from({ length: 80 }, (_, n) => from(`198.51.100.${n}, 203.0.113.200`)))
    expect(flood.filter((status) => status === 429).length).toBeGreaterThan(10)
    expect(await from('203.0.113.201')).toBe(200)
  })
})

describe('a flood of sign-ins from many addresses', () => {
  const inFlight = 100
  const leastRefused = 1000
  const leastServed = 10

  test('is refused while the requests of members are answered in turn', async () => {
    const statuses: number[] = []
    let served = 0
    const isOver = () => statuses.length >= leastRefused && served >= leastServed
    let sent = 0
    const stranger = async () => {
      while (!isOver()) {
        sent += 1
        const address = `10.${sent >> 16}.${(sent >> 8) & 255}.${sent & 255}`
        // Accounts that exist and accounts that do not.
        const email = sent % 2 === 0 ? owner.email : `guess-${sent}@example.com`
        statuses.push((await attempt({ email, password: wrong.password }, { address })).status)
      }
    }
    const flood = Promise.all(Array.from({ length: inFlight }, stranger))
    while (!isOver()) {
      const { items } = await muster.api.call(listUsers, { query: { limit: 20 } })
      expect(items).toHaveLength(20)
      served += 1
    }
    await flood
    expect(new Set(statuses)).toEqual(new Set([401, 429]))
    // A member's request takes some turns of the event loop, and in each of them every stranger may get an answer.
    expect(statuses.length / served).toBeLessThan(10 * inFlight)
  }, 180_000)
})

describe('a refused act', () => {
  test('is in the audit with member, route and address, once a minute', async () => {
    const { api: viewer } = await memberOf('viewer')
    for (let n = 0; n < 3; n += 1) expect((await viewer.send('DELETE', '/api/uploads/u-1')).status).toBe(403)
    const { items } = await muster.api.call(listAudit, { query: { action: 'request.refused' } })
    expect(items).toHaveLength(1)
    expect(items[0]?.sentence).toMatch(
      /^Muster refused DELETE \/api\/uploads\/:id of viewer-.*@example\.com from 127\.0\.0\.1: /,
    )
    viewer.close()
  })
})

describe('user data that leaves Muster as a file', () => {
  test('is in the audit, and forbidden for viewers', async () => {
    const before = await newestOf('users.exported')
    expect(before).toBeUndefined()
    const path = '/api/uploads/template.csv?filled=yes&flag=developer'
    expect((await muster.api.send('HEAD', path)).status).toBe(200)
    expect(await newestOf('users.exported')).toBeUndefined()
    expect((await muster.api.send('GET', path)).status).toBe(200)
    expect((await newestOf('users.exported'))?.sentence).toBe(
      'owner@example.com downloaded all users who match: developers as a CSV template',
    )
    const report = '/api/access/report.csv?q=is:developer'
    const response = await muster.api.send('GET', report)
    expect(response.status).toBe(200)
    expect((await newestOf('users.exported'))?.sentence).toBe(
      'owner@example.com downloaded the access of all users who match: “is:developer” as CSV',
    )
    const { api: viewer } = await memberOf('viewer')
    expect((await viewer.send('GET', path)).status).toBe(403)
    expect((await viewer.send('GET', report)).status).toBe(403)
    viewer.close()
  })
})

describe('selections', () => {
  test('are for members who plan, and a new one removes the oldest unused one', async () => {
    const { api: viewer } = await memberOf('viewer')
    const body = JSON.stringify({ matching: {}, except: [] })
    const frozen = await viewer.send('POST', '/api/selections', { body, contentType: 'application/json' })
    expect(frozen.status).toBe(403)
    viewer.close()
    for (let n = 0; n < 25; n += 1) await muster.api.call(createSelection, { body: { matching: {}, except: [] } })
    const { rows } = await database.query('select count(*)::int as kept from selections')
    expect(rows).toEqual([{ kept: 20 }])
  })

  test('give their addresses to a GET, which the audit records, and none to HEAD', async () => {
    const { id } = await muster.api.call(createSelection, { body: { matching: { q: 'is:developer' }, except: [] } })
    const last = (await newestOf('users.exported'))?.seq
    const path = `/api/selections/${id}/addresses`
    const head = await muster.api.send('HEAD', path)
    expect([head.status, head.bytes.length]).toEqual([200, 0])
    expect((await newestOf('users.exported'))?.seq).toBe(last)
    const { bytes } = await muster.api.send('GET', path)
    expect(bytes.toString()).toContain('@')
    expect((await newestOf('users.exported'))?.seq).not.toBe(last)
  })

  test('do not change between the look of a plan at them and the plan', async () => {
    const { id } = await muster.api.call(createSelection, { body: { matching: { q: 'is:developer' }, except: [] } })
    // As a change of the selection does, which then sees whether a plan uses it.
    await database.query('begin')
    await database.query('select 1 from selections where id = $1 for update', [id])
    const change = { kind: 'update', isDeveloper: false } as const
    const plan = muster.api.call(createPlan, { body: { kind: 'selection', selectionId: id, change } })
    const waits = 'select from pg_locks where not granted'
    try {
      await vi.waitUntil(async () => (await database.query(waits)).rowCount !== 0, { timeout: 100_000 })
    } finally {
      await database.query('commit')
    }
    await plan
    const body = { add: { matching: {} }, remove: null }
    const changed = await muster.api.call(changeSelection, { params: { id }, body })
    expect(changed.id).not.toBe(id)
  })
})

describe('saved views', () => {
  test('are read by a token that reads users, and not changed', async () => {
    const body = { name: 'Developers', search: { q: 'is:developer' }, columns: null }
    const view = await muster.api.call(createSavedView, { body })
    const { secret } = await muster.api.call(createToken, {
      body: { name: 'A script', permissions: permissions.filter((one) => one !== 'session:own'), expiresInDays: 1 },
    })
    const by = async (method: string, path: string, sent?: object) => {
      const answer = await callByToken(muster.url, secret, { method, path, body: sent })
      return answer.status
    }
    expect(await by('PUT', `/api/saved-views/${view.id}`, { ...body, name: 'Shut' })).toBe(403)
    expect(await by('DELETE', `/api/saved-views/${view.id}`)).toBe(403)
    expect(await by('POST', '/api/saved-views', body)).toBe(403)
    expect(await by('GET', '/api/saved-views')).toBe(200)
    expect((await muster.api.call(listSavedViews)).items).toEqual([view])
  })
})

describe('an authenticator app', () => {
  const stepNow = () => Math.floor(Date.now() / 30_000)

  test('is required at sign-in, its code works once, and recovery codes replace it once each', async () => {
    const { credentials, api } = await memberOf('viewer')
    const { key, uri } = await api.call(factors.startTotp)
    expect(uri).toContain(key)
    const { rows } = await database.query<{ totp_key: string }>('select totp_key from members where email = $1', [
      credentials.email,
    ])
    expect(rows[0]?.totp_key).toMatch(/^v\d\./)
    expect(JSON.stringify(rows)).not.toContain(key)
    const step = stepNow()
    const code = totpCode(bytesOfBase32(key), step)
    const { recoveryCodes } = await api.call(factors.confirmTotp, { body: { code } })
    expect(new Set(recoveryCodes).size).toBe(10)
    expect(await api.call(factors.getFactors)).toMatchObject({ hasPassphrase: true, recoveryCodes: 10 })

    const codeOf = async (body: object) => {
      for (;;) {
        const answer = await attempt(body, { address: '203.0.113.50' })
        const problem = JSON.parse(answer.text) as { code?: string }
        // The wait after a wrong code, which other tests cover.
        if (problem.code !== 'too_many_requests') return answer.status === 200 ? 'in' : problem.code
      }
    }
    expect(await codeOf(credentials)).toBe('second_factor_required')
    expect(await codeOf({ ...credentials, code })).toBe('sign_in_failed')
    const next = totpCode(bytesOfBase32(key), step + 1)
    expect(await codeOf({ ...credentials, code: next })).toBe('in')
    expect(await codeOf({ ...credentials, code: next })).toBe('sign_in_failed')
    const [recovery = ''] = recoveryCodes
    expect(await codeOf({ ...credentials, code: recovery.toLowerCase() })).toBe('in')
    expect(await codeOf({ ...credentials, code: recovery })).toBe('sign_in_failed')
    expect((await api.call(factors.getFactors)).recoveryCodes).toBe(9)
    api.close()
  })

  test('cannot be added or removed without a fresh proof; proving it gives the session another ID', async () => {
    const { credentials, api } = await memberOf('viewer')
    await database.query(
      "update sessions set authenticated_at = now() - interval '301 seconds' where member_id = (select id from members where email = $1)",
      [credentials.email],
    )
    const refused = await api.send('POST', '/api/session/totp', { unproved: true })
    expect([refused.status, refused.bytes.toString()]).toEqual([
      401,
      expect.stringContaining('reauthentication_required'),
    ])
    const token = JSON.stringify({ name: 'script', permissions: ['users:read'], expiresInDays: 1 })
    const minted = await api.send('POST', '/api/tokens', {
      body: token,
      contentType: 'application/json',
      unproved: true,
    })
    expect([minted.status, minted.bytes.toString()]).toEqual([
      401,
      expect.stringContaining('reauthentication_required'),
    ])
    const json = (password: string) => ({ body: JSON.stringify({ password }), contentType: 'application/json' })
    expect((await api.send('POST', '/api/session/reauthenticate', json('a wrong guess'))).status).toBe(401)
    const proved = await api.send('POST', '/api/session/reauthenticate', json(credentials.password))
    const { csrfToken } = sessionSchema.parse(JSON.parse(proved.bytes.toString()))
    expect((await api.send('DELETE', '/api/session/totp')).status).toBe(401)
    const cookie = proved.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    const headers = { cookie, origin: muster.url, 'x-muster-csrf': csrfToken ?? '' }
    const started = await fetch(`${muster.url}/api/session/totp`, { method: 'POST', headers })
    expect(started.status).toBe(201)
    expect((await newestOf('session.reauthenticated'))?.sentence).toMatch(
      /proved again who they are from 127\.0\.0\.1$/,
    )
    api.close()
  })
})

describe('a start with another owner', () => {
  test('retires the earlier one and records it; sessions and links end', async () => {
    const cookie = muster.api.headers['cookie'] ?? ''
    expect((await muster.api.send('GET', '/api/session')).bytes.toString()).toContain(owner.email)
    await database.query("insert into sign_in_links select 'a link', id, now() + interval '1 day' from members limit 1")
    const env = {
      DATABASE_URL: cluster.urlOf('postgres'),
      ADMIN_EMAIL: 'next@example.com',
      ADMIN_PASSWORD: 'another password of an owner',
      MUSTER_SEALING_KEY: sealingKey,
    }
    const next = await startBackend({ env })
    // Earlier tests guessed the password of this account: it would have to wait.
    await database.query('delete from sign_in_guesses')
    try {
      const read = await fetch(`${next.url}/api/session`, { headers: { cookie } })
      expect(sessionSchema.parse(await read.json()).member).toBeNull()
      await expect(openApiClient(next.url, owner)).rejects.toThrow('401')
      const { items } = await next.api.call(listAudit, { query: { action: 'member.retired' } })
      expect(items.map(({ sentence }) => sentence)).toEqual([
        'Muster started with the owner next@example.com: owner@example.com is no longer an owner and is signed out everywhere',
      ])
      expect((await database.query('select 1 from sign_in_links')).rowCount).toBe(0)
    } finally {
      await next.stop()
    }
  }, 120_000)
})
