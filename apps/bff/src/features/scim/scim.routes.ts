import * as routes from '@muster/contracts/scim'
import { message } from '@muster/wording/message'
import { actorOf, type BoundRoute, bind, type Reply, type RequestContext } from '../../http/route-handler.ts'
import { ProblemError } from '../../problem-error.ts'
import type { ProvisionedMember } from './ports.ts'
import {
  deprovisionMember,
  patchMember,
  provisionMember,
  readMember,
  type ScimDeps,
  updateMember,
} from './provision.ts'
import { parseFilter, requestedUser } from './read-user.ts'

const mediaType = 'application/scim+json'
const mostPerPage = 200

const reply = (status: number, json: unknown, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status,
  json,
  headers: { 'Content-Type': mediaType, ...headers },
})

const present = (name: string, value: string | null) => (value === null ? {} : { [name]: value })

function resourceOf(member: ProvisionedMember, publicUrl: string): routes.ScimUser {
  const { id, userName, externalId, name, email, isActive, createdAt, updatedAt } = member
  return {
    schemas: [routes.scimUserUrn],
    id,
    ...present('externalId', externalId),
    userName,
    displayName: name,
    name: {
      ...present('givenName', member.givenName),
      ...present('familyName', member.familyName),
      formatted: name,
    },
    emails: [{ value: email, type: 'work', primary: true }],
    active: isActive,
    meta: {
      resourceType: 'User',
      created: new Date(createdAt).toISOString(),
      lastModified: new Date(updatedAt).toISOString(),
      location: `${publicUrl}/scim/v2/Users/${encodeURIComponent(id)}`,
    },
  }
}

const listReply = (items: readonly unknown[], { total, startIndex }: { total: number; startIndex: number }): Reply =>
  reply(200, {
    schemas: [routes.scimListUrn],
    totalResults: total,
    startIndex,
    itemsPerPage: items.length,
    Resources: items,
  })

const unsupported = { supported: false }
const configOf = (publicUrl: string) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
  patch: { supported: true },
  bulk: { ...unsupported, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: mostPerPage },
  changePassword: unsupported,
  sort: unsupported,
  etag: unsupported,
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'Token of Muster',
      description: 'A token for scripts with the permission members:provision',
      primary: true,
    },
  ],
  meta: { resourceType: 'ServiceProviderConfig', location: `${publicUrl}/scim/v2/ServiceProviderConfig` },
})

const resourceType = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
  id: 'User',
  name: 'User',
  endpoint: '/Users',
  schema: routes.scimUserUrn,
}

const attribute = (name: string, more: object = {}) => ({
  name,
  type: 'string',
  multiValued: false,
  required: false,
  caseExact: false,
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
  ...more,
})

const userSchema = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
  id: routes.scimUserUrn,
  name: 'User',
  attributes: [
    attribute('userName', { required: true, uniqueness: 'server' }),
    attribute('externalId', { caseExact: true, uniqueness: 'server' }),
    attribute('displayName'),
    attribute('name', {
      type: 'complex',
      subAttributes: [attribute('givenName'), attribute('familyName'), attribute('formatted')],
    }),
    attribute('emails', { type: 'complex', multiValued: true, subAttributes: [attribute('value')] }),
    attribute('active', { type: 'boolean' }),
  ],
}

/** Only tokens provision: a session would change members here without the fresh proof that its own routes require. */
function requireToken({ token }: RequestContext): void {
  if (token === null) throw new ProblemError('forbidden', message('problem.scim_token'))
}

/** Provisioning of members by SCIM 2.0, in the subset that Entra ID and Okta use. */
export function scimRoutes(deps: ScimDeps): BoundRoute[] {
  return routesOf(deps).map((bound) => ({
    route: bound.route,
    handle: async (input, context) => {
      requireToken(context)
      return await bound.handle(input, context)
    },
  }))
}

function routesOf(deps: ScimDeps): BoundRoute[] {
  const resource = (member: ProvisionedMember) => resourceOf(member, deps.publicUrl())
  return [
    bind(routes.getScimConfig, async () => reply(200, configOf(deps.publicUrl()))),
    bind(routes.listScimResourceTypes, async () => listReply([resourceType], { total: 1, startIndex: 1 })),
    bind(routes.listScimSchemas, async () => listReply([userSchema], { total: 1, startIndex: 1 })),
    bind(routes.listScimUsers, async ({ query: { filter, startIndex: first = 1, count = 100 } }) => {
      const startIndex = Math.max(1, first)
      const page = { offset: startIndex - 1, limit: Math.min(mostPerPage, Math.max(0, count)) }
      const { total, items } = await deps.provisioning.list(parseFilter(filter), page)
      return listReply(items.map(resource), { total, startIndex })
    }),
    bind(routes.createScimUser, async ({ body }, context) => {
      const user = resource(await provisionMember(deps, actorOf(context), requestedUser(body)))
      return reply(201, user, { Location: user.meta.location })
    }),
    bind(routes.getScimUser, async ({ params }) => reply(200, resource(await readMember(deps, params.id)))),
    bind(routes.replaceScimUser, async ({ params, body }, context) => {
      const about = { actor: actorOf(context), memberId: params.id }
      return reply(200, resource(await updateMember(deps, about, () => requestedUser(body))))
    }),
    bind(routes.patchScimUser, async ({ params, body }, context) => {
      const about = { actor: actorOf(context), memberId: params.id }
      return reply(200, resource(await patchMember(deps, about, body.Operations)))
    }),
    bind(routes.removeScimUser, async ({ params }, context) => {
      await deprovisionMember(deps, { actor: actorOf(context), memberId: params.id })
      return { status: 204, bytes: Buffer.alloc(0), mediaType }
    }),
  ]
}
