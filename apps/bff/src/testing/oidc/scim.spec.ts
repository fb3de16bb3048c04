import { listAudit } from '@muster/contracts/audit'
import * as members from '@muster/contracts/members'
import { scimUserSchema } from '@muster/contracts/scim'
import { listGrantors } from '@muster/contracts/session'
import * as tokens from '@muster/contracts/tokens'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { type OidcBackend, startOidcBackend } from './oidc-backend.ts'

let muster: OidcBackend
let bearer: string
beforeAll(async () => {
  muster = await startOidcBackend({ MUSTER_OWNERS: 'olga@acme.example', MUSTER_PASSPHRASES: 'administrator' })
  const body = { name: 'Provisioning', permissions: ['members:provision' as const], expiresInDays: 30 }
  bearer = (await muster.api.call(tokens.createToken, { body })).secret
}, 240_000)
afterAll(() => muster.stop())

/** A request as Entra ID sends it. */
async function send(method: string, path: string, body?: object, more: Record<string, string> = {}) {
  const response = await fetch(`${muster.url}/scim/v2${path}`, {
    method,
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/scim+json; charset=utf-8', ...more },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const json: unknown = text === '' ? null : JSON.parse(text)
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    location: response.headers.get('location'),
    json,
  }
}

const listSchema = z.object({ totalResults: z.number(), itemsPerPage: z.number(), Resources: z.array(scimUserSchema) })
const find = async (filter: string) =>
  listSchema.parse((await send('GET', `/Users?filter=${encodeURIComponent(filter)}`)).json)
const create = async (body: object) => scimUserSchema.parse((await send('POST', '/Users', body)).json)
const memberOf = async (id: string) =>
  (await muster.api.call(members.listMembers)).items.find((member) => member.id === id)

/** From Microsoft's description of the requests of its provisioning service. */
const entraUser = (name: string) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User', 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'],
  externalId: `external-${name}`,
  userName: `${name}@acme.example`,
  active: true,
  emails: [{ primary: true, type: 'work', value: `${name}@mail.example` }],
  meta: { resourceType: 'User' },
  name: { formatted: 'givenName familyName', familyName: 'familyName', givenName: 'givenName' },
  roles: [],
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department: 'Sales' },
})

/** From Okta's guide to SCIM 2.0. */
const oktaUser = (name: string) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName: `${name}@okta.example`,
  name: { givenName: 'Test', familyName: 'User' },
  emails: [{ primary: true, value: `${name}@okta.example`, type: 'work' }],
  displayName: 'Test User',
  locale: 'en-US',
  externalId: `00u-${name}`,
  groups: [],
  password: '1mz050nq',
  active: true,
})

const patch = (...Operations: object[]) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations,
})

describe('Entra ID', () => {
  test('finds no user, adds one, and finds it by name and by external ID', async () => {
    expect(await find('userName eq "kim@acme.example"')).toMatchObject({ totalResults: 0, Resources: [] })
    const added = await send('POST', '/Users', entraUser('kim'))
    const user = scimUserSchema.parse(added.json)
    expect(added).toMatchObject({ status: 201, type: 'application/scim+json', location: user.meta.location })
    expect(user).toMatchObject({
      userName: 'kim@acme.example',
      externalId: 'external-kim',
      active: true,
      emails: [{ value: 'kim@mail.example' }],
      name: { givenName: 'givenName', familyName: 'familyName', formatted: 'givenName familyName' },
    })
    for (const filter of [
      'userName eq "KIM@acme.example"',
      'externalId eq "external-kim"',
      'emails[type eq "work"].value eq "kim@mail.example"',
    ])
      expect((await find(filter)).Resources.map(({ id }) => id)).toEqual([user.id])
    expect((await send('GET', `/Users/${user.id}`)).json).toEqual(user)
    expect(await memberOf(user.id)).toMatchObject({ email: 'kim@mail.example', role: 'viewer', state: 'invited' })
    const { items } = await muster.api.call(listAudit, { query: { action: 'member.invited', limit: 1 } })
    expect(items[0]).toMatchObject({
      sentence: 'owner@example.com provisioned kim@mail.example as Viewer',
      token: 'Provisioning',
    })
  })

  test('changes attributes with the paths of its mapping; those that Muster does not keep are ignored', async () => {
    const { id } = await create(entraUser('lea'))
    const changes = patch(
      { op: 'Replace', path: 'emails[type eq "work"].value', value: 'lea@new.example' },
      { op: 'Add', path: 'name.familyName', value: 'Chen' },
      { op: 'Replace', path: 'displayName', value: 'Lea Chen' },
      { op: 'Add', path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department', value: 'IT' },
      { op: 'Replace', path: 'addresses[type eq "work"].formatted', value: 'Street 1' },
    )
    const changed = await send('PATCH', `/Users/${id}`, changes)
    expect(changed).toMatchObject({
      status: 200,
      json: {
        displayName: 'Lea Chen',
        name: { familyName: 'Chen', givenName: 'givenName' },
        emails: [{ value: 'lea@new.example' }],
      },
    })
    expect(await memberOf(id)).toMatchObject({ email: 'lea@new.example', name: 'Lea Chen' })
  })

  test('disables with the word "False": session, open stream and tokens end; enables again', async () => {
    const { id } = await create({ ...entraUser('max'), emails: undefined })
    muster.provider.state.account = { sub: 'sub-max', email: 'max@acme.example', email_verified: true, name: 'Max' }
    const browser = muster.newBrowser()
    // A provisioned member needs no invitation.
    expect(await muster.signIn(browser)).toBe('/users')
    expect((await muster.sessionOf(browser)).member?.id).toBe(id)
    const { csrfToken } = await muster.sessionOf(browser)
    const created = await browser.send(muster.url + tokens.createToken.path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: muster.url, 'x-muster-csrf': csrfToken ?? '' },
      body: JSON.stringify({ name: 'Own', permissions: ['session:own'], expiresInDays: 1 }),
    })
    const { secret } = tokens.createToken.responses[201].parse(await created.json())
    const withToken = () => fetch(muster.url + listGrantors.path, { headers: { authorization: `Bearer ${secret}` } })
    expect((await withToken()).status).toBe(200)
    const stream = await browser.send(`${muster.url}/api/events`)
    const ended = stream.body?.pipeTo(new WritableStream())
    const disabled = await send('PATCH', `/Users/${id}`, patch({ op: 'Replace', path: 'active', value: 'False' }))
    expect(disabled).toMatchObject({ status: 200, json: { active: false } })
    await ended
    expect((await muster.sessionOf(browser)).member).toBeNull()
    expect((await withToken()).status).toBe(401)
    expect(await muster.signIn(muster.newBrowser())).toBe('/sign-in?refused=disabled')
    await send('PATCH', `/Users/${id}`, patch({ op: 'Replace', path: 'active', value: 'True' }))
    expect(await muster.signIn(muster.newBrowser())).toBe('/users')
  })
})

describe('Okta', () => {
  test('adds a user, deactivates it with an object as value, and updates it whole', async () => {
    const user = await create(oktaUser('nia'))
    expect(user).toMatchObject({ displayName: 'Test User', active: true })
    expect(JSON.stringify(user)).not.toContain('1mz050nq')
    const off = await send('PATCH', `/Users/${user.id}`, patch({ op: 'replace', value: { active: false } }))
    expect(off).toMatchObject({ status: 200, json: { active: false } })
    expect(await memberOf(user.id)).toMatchObject({ state: 'disabled' })
    const { active: _active, ...rest } = oktaUser('nia')
    // Without `active` a disabled member stays disabled.
    const renamed = await send('PUT', `/Users/${user.id}`, { ...rest, id: user.id, displayName: 'Another Name' })
    expect(renamed).toMatchObject({ status: 200, json: { displayName: 'Another Name', active: false } })
    expect((await send('PUT', `/Users/${user.id}`, { ...oktaUser('nia'), active: true })).json).toMatchObject({
      active: true,
    })
  })

  test('pages through users; a deleted one is gone', async () => {
    const { id } = await create(oktaUser('oda'))
    const all = listSchema.parse((await send('GET', '/Users?startIndex=1&count=100')).json)
    expect(all.Resources.map((user) => user.id)).toContain(id)
    const second = listSchema.parse((await send('GET', '/Users?startIndex=2&count=1')).json)
    expect(second).toMatchObject({ totalResults: all.totalResults, itemsPerPage: 1 })
    expect(second.Resources[0]?.id).toBe(all.Resources[1]?.id)
    expect(await send('DELETE', `/Users/${id}`)).toMatchObject({ status: 204, json: null })
    expect(await send('GET', `/Users/${id}`)).toMatchObject({ status: 404, json: { status: '404' } })
    expect(await send('DELETE', `/Users/${id}`)).toMatchObject({ status: 404 })
  })
})

describe('errors have the form of SCIM', () => {
  test.each<[string, string, string, object | undefined, number, string | undefined]>([
    ['a name that is taken', 'POST', '/Users', entraUser('kim'), 409, 'uniqueness'],
    ['another filter', 'GET', '/Users?filter=userName%20sw%20%22a%22', undefined, 400, 'invalidFilter'],
    [
      'a filter of two comparisons',
      'GET',
      '/Users?filter=userName%20eq%20%22a%22%20or%20id%20eq%20%22b%22',
      undefined,
      400,
      'invalidFilter',
    ],
    ['no user name', 'POST', '/Users', { externalId: 'x' }, 400, 'invalidValue'],
    ['no address', 'POST', '/Users', { userName: 'kim' }, 400, 'invalidValue'],
    ['another resource', 'GET', '/Groups', undefined, 404, undefined],
  ])('%s', async (_name, method, path, body, status, scimType) => {
    const answer = await send(method, path, body)
    expect(answer).toMatchObject({ status, type: 'application/scim+json' })
    expect(answer.json).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: String(status),
      ...(scimType === undefined ? {} : { scimType }),
      detail: expect.any(String),
    })
  })

  test('of an operation and of a value', async () => {
    const { id } = await create(entraUser('pia'))
    expect((await send('PATCH', `/Users/${id}`, patch({ op: 'move', path: 'active' }))).json).toMatchObject({
      scimType: 'invalidSyntax',
    })
    expect(
      (await send('PATCH', `/Users/${id}`, patch({ op: 'replace', path: 'active', value: 'maybe' }))).json,
    ).toMatchObject({
      scimType: 'invalidValue',
    })
    expect(
      (await send('PATCH', `/Users/${id}`, patch({ op: 'replace', path: 'userName', value: 'kim@acme.example' })))
        .status,
    ).toBe(409)
  })
})

describe('the locks', () => {
  test('the administrator of the configuration, an own membership and the addresses of owners stay', async () => {
    const owner = (await find('userName eq "owner@example.com"')).Resources[0]
    const path = `/Users/${owner?.id ?? ''}`
    for (const [method, body] of [
      ['DELETE', undefined],
      ['PATCH', patch({ op: 'replace', value: { active: false } })],
      ['PATCH', patch({ op: 'replace', path: 'emails', value: [{ value: 'x@evil.example' }] })],
    ] as const) {
      const { status, json } = await send(method, path, body)
      expect([status, json]).toEqual([409, expect.not.objectContaining({ scimType: 'uniqueness' })])
    }
    const { id } = await create(entraUser('quin'))
    const taken = patch({ op: 'replace', path: 'emails[type eq "work"].value', value: 'olga@acme.example' })
    expect((await send('PATCH', `/Users/${id}`, taken)).status).toBe(409)
  })

  test('an owner named in the configuration is neither disabled nor removed', async () => {
    const body = { email: 'olga@acme.example', name: 'Olga', role: 'owner' as const }
    const { member } = await muster.api.call(members.inviteMember, { body })
    const off = patch({ op: 'replace', value: { active: false } })
    expect((await send('PATCH', `/Users/${member.id}`, off)).status).toBe(409)
    expect((await send('DELETE', `/Users/${member.id}`)).status).toBe(409)
    expect(await memberOf(member.id)).toMatchObject({ state: 'invited', role: 'owner' })
  })

  test('a member that an owner disabled is enabled by an owner only', async () => {
    const { id } = await create(entraUser('uma'))
    const active = (value: string) => send('PATCH', `/Users/${id}`, patch({ op: 'replace', path: 'active', value }))
    const change = (disabled: boolean) => muster.api.call(members.changeMember, { params: { id }, body: { disabled } })
    expect((await active('False')).status).toBe(200)
    expect((await active('True')).status).toBe(200)
    await change(true)
    expect((await active('True')).status).toBe(409)
    expect(await memberOf(id)).toMatchObject({ state: 'disabled' })
    await change(false)
    expect((await active('False')).status).toBe(200)
    expect((await active('True')).status).toBe(200)
  })

  test('an invitation with its role does not move to another address', async () => {
    const invite = async (name: string, role: 'editor' | 'viewer') =>
      (await muster.api.call(members.inviteMember, { body: { email: `${name}@acme.example`, name, role } })).member.id
    const move = async (id: string, to: string) =>
      (await send('PATCH', `/Users/${id}`, patch({ op: 'replace', path: 'emails', value: [{ value: to }] }))).status
    const editor = await invite('vic', 'editor')
    expect(await move(editor, 'eve@acme.example')).toBe(409)
    expect(await memberOf(editor)).toMatchObject({ email: 'vic@acme.example', state: 'invited' })
    const viewer = await invite('wim', 'viewer')
    expect(await move(viewer, 'eve@acme.example')).toBe(200)
    muster.provider.state.account = { sub: 'sub-eve', email: 'eve@acme.example', email_verified: true, name: 'Eve' }
    expect(await muster.signIn(muster.newBrowser())).toBe('/sign-in?refused=no_invitation')
  })

  test('another token is refused, and so is a session, also with its CSRF token', async () => {
    const body = { name: 'Reading', permissions: ['members:read' as const], expiresInDays: 1 }
    const { secret } = await muster.api.call(tokens.createToken, { body })
    expect((await send('GET', '/Users', undefined, { authorization: `Bearer ${secret}` })).status).toBe(403)
    expect((await send('GET', '/Users', undefined, { authorization: 'Bearer unknown' })).status).toBe(401)
    const { cookie = '' } = muster.api.headers
    const forged = await fetch(`${muster.url}/scim/v2/Users`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/scim+json', origin: muster.url },
      body: JSON.stringify(entraUser('rex')),
    })
    expect(forged.status).toBe(403)
    for (const [method, path] of [
      ['GET', '/scim/v2/Users'],
      ['GET', '/scim/v2/ServiceProviderConfig'],
      ['POST', '/scim/v2/Users'],
    ] as const) {
      const content =
        method === 'POST' ? { body: JSON.stringify(entraUser('rex')), contentType: 'application/json' } : {}
      const refused = await muster.api.send(method, path, { ...content, unproved: true })
      expect([refused.status, refused.bytes.toString()]).toEqual([403, expect.stringContaining('needs a token')])
    }
    expect(await find('userName eq "rex@acme.example"')).toMatchObject({ totalResults: 0 })
  })
})

describe('without passphrases of members', () => {
  test('an invitation sets none and counts at the provider; the administrator keeps theirs', async () => {
    const body = { email: 'sam@acme.example', name: 'Sam', role: 'editor' as const }
    const { link } = await muster.api.call(members.inviteMember, { body })
    const token = new URL(link).hash.slice('#token='.length)
    const post = (path: string, content: object) =>
      muster.newBrowser().send(muster.url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: muster.url },
        body: JSON.stringify(content),
      })
    for (const [path, content] of [
      ['/api/invitation/read', { token }],
      ['/api/invitation', { token, password: 'seven quiet rivers' }],
    ] as const)
      expect((await post(path, content)).status).toBe(409)
    muster.provider.state.account = { sub: 'sub-sam', email: 'sam@acme.example', email_verified: true, name: 'Sam' }
    const browser = muster.newBrowser()
    expect(await muster.signIn(browser)).toBe('/users')
    expect(await muster.sessionOf(browser)).toMatchObject({
      member: { role: 'editor' },
      signInMethods: ['oidc', 'administrator_password'],
    })
  })
})
