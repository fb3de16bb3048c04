import { setTimeout as delay } from 'node:timers/promises'
import { listGroups } from '@muster/contracts/access'
import { listAudit } from '@muster/contracts/audit'
import * as members from '@muster/contracts/members'
import { startOidcReauthentication } from '@muster/contracts/oidc'
import { listSessions, signOut } from '@muster/contracts/session'
import type { MemberRole } from '@muster/core/permission'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestBrowser } from './browser.ts'
import { type OidcBackend, startOidcBackend } from './oidc-backend.ts'
import type { Account } from './test-provider.ts'

let muster: OidcBackend
beforeAll(async () => {
  muster = await startOidcBackend({
    OIDC_ROLES:
      'Muster Auditors=auditor; CN=Help,OU=IT=help_desk; Bosses=owner; Leads=role:Night shift; Editors=editor',
    MUSTER_OWNERS: 'olga@acme.example',
    OIDC_SIGN_OUT: 'provider',
  })
}, 240_000)
afterAll(() => muster.stop())

const person = (name: string, groups: readonly string[], more: Partial<Account> = {}): Account => ({
  sub: `sub-${name}`,
  email: `${name}@acme.example`,
  email_verified: true,
  name,
  groups,
  ...more,
})

/** Signs a person in with a new browser. Returns the page that opens, with the browser. */
async function signIn(account: Account, to?: string) {
  muster.provider.state.account = account
  const browser = muster.newBrowser()
  return { browser, page: await muster.signIn(browser, to) }
}

const invite = (email: string, role: MemberRole) =>
  muster.api.call(members.inviteMember, { body: { email, name: email, role } })

const memberWith = async (email: string) =>
  (await muster.api.call(members.listMembers)).items.find((one) => one.email === email)

const latest = async (
  action: 'session.signed_in' | 'session.sign_in_failed' | 'session.signed_out' | 'member.changed',
) => (await muster.api.call(listAudit, { query: { action, limit: 1 } })).items[0]?.sentence

/** Begins a fresh proof in the session of a browser. Returns its address at the provider. */
async function beginProof(browser: TestBrowser): Promise<string> {
  const { csrfToken } = await muster.sessionOf(browser)
  const response = await browser.send(muster.url + startOidcReauthentication.path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: muster.url, 'x-muster-csrf': csrfToken ?? '' },
    body: JSON.stringify({ to: '/signed-in' }),
  })
  return startOidcReauthentication.responses[201].parse(await response.json()).url
}

const isPage = (url: string) => url.startsWith(muster.url) && !url.includes('/api/')

/** Finishes an attempt as a person who signed in at the provider at this time, in seconds. Returns the page that opens. */
async function finish(browser: TestBrowser, url: string, as: Account & { readonly auth_time: number | undefined }) {
  const { nonce = '', state = '' } = Object.fromEntries(new URL(url).searchParams)
  muster.provider.answerTokens({ ...muster.provider.claims(nonce), ...as })
  const page = await browser.follow(muster.provider.callbackOf(muster.url, state), isPage)
  muster.provider.undisguise()
  return page.slice(muster.url.length)
}
const seconds = () => Math.floor(Date.now() / 1000)

describe('a sign-in through the identity provider', () => {
  test('opens a session with the role of the groups, and returns to the page', async () => {
    const ana = person('ana', ['Everyone', 'Muster Auditors'])
    const { browser, page } = await signIn(ana, '/jobs?only=failures#top')
    expect(page).toBe('/jobs?only=failures#top')
    expect(await muster.sessionOf(browser)).toMatchObject({
      member: { email: 'ana@acme.example', name: 'ana', role: 'auditor' },
      identityProvider: 'Acme',
      signInMethods: ['oidc', 'password'],
    })
    expect(await latest('session.signed_in')).toMatch(/^ana signed in with Acme \(pwd, mfa\) from 10\.9\./)
  })

  test('follows the groups at the next sign-in, and ends the sessions of the former role', async () => {
    const { browser } = await signIn(person('ben', ['CN=Help,OU=IT']))
    expect((await muster.sessionOf(browser)).member?.role).toBe('help_desk')
    await signIn(person('ben', ['Editors']))
    expect((await muster.sessionOf(browser)).member).toBeNull()
    expect((await memberWith('ben@acme.example'))?.role).toBe('editor')
    expect(await latest('member.changed')).toMatch(
      /The groups of Acme changed the role of ben@acme\.example from Help desk to/,
    )
    const lost = await signIn(person('ben', []))
    expect(lost.page).toBe('/sign-in?refused=no_role')
    expect((await memberWith('ben@acme.example'))?.sessions).toBe(0)
  })

  test('makes an owner only of an address that the configuration names', async () => {
    expect((await signIn(person('eve', ['Bosses']))).page).toBe('/sign-in?refused=no_role')
    const { browser } = await signIn(person('olga', ['Bosses']))
    expect((await muster.sessionOf(browser)).member?.role).toBe('owner')
  })

  test('gives a custom role while it exists, and keeps the limit of the member', async () => {
    const leads = person('lea', ['Leads', 'Editors'])
    expect((await signIn(leads)).page).toBe('/sign-in?refused=no_role')
    const permissions = ['users:read', 'plans:read', 'audit:read'] as const
    const { id: role } = await muster.api.call(members.addMemberRole, {
      body: { name: 'Night shift', permissions: [...permissions] },
    })
    const { items: groups } = await muster.api.call(listGroups)
    const scope = { groups: [groups[0]?.id ?? ''], bots: null }
    await muster.api.call(members.inviteMember, {
      body: { email: 'lea@acme.example', name: 'Lea', role: 'viewer', scope },
    })
    const { browser } = await signIn(leads)
    const { member } = await muster.sessionOf(browser)
    expect(member).toMatchObject({ role, roleName: 'Night shift, limited to some users or bots', scope })
    // What concerns the whole account is beyond the limit.
    expect(member?.permissions).toContain('plans:read')
    expect(member?.permissions).not.toContain('audit:read')
  })

  test('binds an invited address once the provider has verified it; the subject is the key from then on', async () => {
    await invite('ida@acme.example', 'viewer')
    const claimed = person('ida', ['Muster Auditors'], { sub: 'sub-other', email_verified: false })
    expect((await signIn(claimed)).page).toBe('/sign-in?refused=email')
    expect((await signIn(person('ida', ['Muster Auditors']))).page).toBe('/users')
    const member = await memberWith('ida@acme.example')
    expect(member).toMatchObject({ state: 'active', invitedUntil: null, role: 'auditor' })
    // Another address, the same subject: the same member. Another subject, the same address: no member.
    const { browser } = await signIn(person('ida', ['Muster Auditors'], { email: 'ida@new.example' }))
    expect((await muster.sessionOf(browser)).member?.id).toBe(member?.id)
    expect((await signIn(claimed)).page).toBe('/sign-in?refused=email')
    expect((await signIn({ ...claimed, email_verified: true })).page).toBe('/sign-in?refused=no_invitation')
  })

  test('never takes over a member with a passphrase by the address, nor lets a disabled one in', async () => {
    expect((await signIn(person('x', ['Editors'], { email: 'OWNER@example.com' }))).page).toBe(
      '/sign-in?refused=no_invitation',
    )
    expect(await latest('session.sign_in_failed')).toMatch(
      /^A sign-in with Acme as OWNER@example\.com from 10\.9\.\S+ failed: there is no open invitation$/,
    )
    const { browser } = await signIn(person('dan', ['Editors']))
    const { member } = await muster.sessionOf(browser)
    const params = { id: member?.id ?? '' }
    await muster.api.call(members.changeMember, { params, body: { disabled: true } })
    expect((await signIn(person('dan', ['Editors']))).page).toBe('/sign-in?refused=disabled')
  })

  test('of the same new person twice at once makes one member', async () => {
    muster.provider.state.account = person('twin', ['Editors'])
    const browsers = [muster.newBrowser(), muster.newBrowser()]
    const pages = await Promise.all(browsers.map((browser) => muster.signIn(browser)))
    expect(pages).toEqual(['/users', '/users'])
    const { items } = await muster.api.call(members.listMembers)
    expect(items.filter(({ email }) => email === 'twin@acme.example')).toHaveLength(1)
  })
})

test('a sign-out ends the session, and leads to where the provider ends its own', async () => {
  const { browser } = await signIn(person('ian', ['Editors']))
  const { csrfToken } = await muster.sessionOf(browser)
  const headers = { origin: muster.url, 'x-muster-csrf': csrfToken ?? '' }
  const { continueAt } = signOut.responses[200].parse(
    await (await browser.send(`${muster.url}/api/session`, { method: 'DELETE', headers })).json(),
  )
  expect((await muster.sessionOf(browser)).member).toBeNull()
  const url = new URL(continueAt ?? '')
  expect(url.origin + url.pathname).toBe(`${muster.provider.url}/session/end`)
  const returnTo = `${muster.url}/sign-in`
  expect(Object.fromEntries(url.searchParams)).toEqual({ client_id: 'muster', post_logout_redirect_uri: returnTo })
  expect((await browser.send(url.href)).status).toBe(200)
})

describe('a fresh proof through the provider', () => {
  test('gives the session another bearer, although the provider has a session of its own', async () => {
    const { browser } = await signIn(person('fay', ['Editors']))
    const before = browser.cookie(muster.url, 'sid')
    // Later than the sign-in by the provider's clock, which counts seconds.
    await delay(1100)
    const url = await beginProof(browser)
    expect(Object.fromEntries(new URL(url).searchParams)).toMatchObject({ prompt: 'login', max_age: '0' })
    expect(await browser.follow(url, isPage)).toBe(`${muster.url}/signed-in`)
    const after = browser.cookie(muster.url, 'sid')
    expect(after).not.toBe(before)
    const { items } = listSessions.responses[200].parse(await (await browser.send(`${muster.url}/api/sessions`)).json())
    expect(items).toHaveLength(1)
  })

  test('of another member is refused, and the session stays as it was', async () => {
    const hal = person('hal', ['Editors'])
    await signIn(hal)
    const { browser } = await signIn(person('gil', ['Editors']))
    const { nonce = '', state = '' } = Object.fromEntries(new URL(await beginProof(browser)).searchParams)
    muster.provider.answerTokens({ ...muster.provider.claims(nonce), ...hal })
    const page = await browser.follow(muster.provider.callbackOf(muster.url, state), isPage)
    muster.provider.undisguise()
    expect(page).toBe(`${muster.url}/signed-in?refused=other_member`)
    expect((await muster.sessionOf(browser)).member?.name).toBe('gil')
  })

  test('is refused if the provider did not sign the member in again', async () => {
    const gus = person('gus', ['Editors'])
    const { browser } = await signIn(gus)
    for (const auth_time of [seconds() - 3600, undefined])
      expect(await finish(browser, await beginProof(browser), { ...gus, auth_time })).toBe(
        '/signed-in?refused=not_fresh',
      )
  })

  test('by the authentication of the sign-in or of an earlier proof is refused: each proves once', async () => {
    const jan = person('jan', ['Editors'])
    const browser = muster.newBrowser()
    const at = seconds() - 10
    expect(await finish(browser, (await muster.begin(browser)).url, { ...jan, auth_time: at })).toBe('/users')
    const prove = async (auth_time: number) => finish(browser, await beginProof(browser), { ...jan, auth_time })
    expect(await prove(at)).toBe('/signed-in?refused=not_fresh')
    expect(await prove(at + 2)).toBe('/signed-in')
    expect(await prove(at + 2)).toBe('/signed-in?refused=not_fresh')
  })

  test('counts if the clock of the provider is ahead within the tolerance', async () => {
    const browser = muster.newBrowser()
    const ahead = { ...person('kit', ['Editors']), auth_time: seconds() + 20 }
    expect(await finish(browser, (await muster.begin(browser)).url, ahead)).toBe('/users')
    expect((await muster.sessionOf(browser)).ends?.freshForSeconds).toBeGreaterThan(0)
    const auth_time = seconds() + 25
    const prove = async () => finish(browser, await beginProof(browser), { ...ahead, auth_time })
    expect(await prove()).toBe('/signed-in')
    // Still of the future, and the same authentication.
    expect(await prove()).toBe('/signed-in?refused=not_fresh')
  })
})

const payloads = ['//evil.example', String.raw`/\evil.example`, '/\t/evil.example', '/..//evil.example', '/api/session']

test.each(payloads)('a return to %j leads to a page of Muster', async (to) => {
  muster.provider.state.account = person('ana', ['Muster Auditors'])
  const browser = muster.newBrowser()
  const begun = await muster.begin(browser, to)
  if (begun.status !== 201) return expect(begun.status).toBe(400)
  const page = await browser.follow(
    begun.url,
    (next) => !next.includes('/api/oidc/') && !next.startsWith(muster.provider.url),
  )
  expect(new URL(page).origin).toBe(muster.url)
  expect(page.slice(muster.url.length)).toMatch(/^\/(?!\/|api|sign-in|scim)/)
  return expect((await muster.sessionOf(browser)).member?.name).toBe('ana')
})
