import { type MemberRole, memberRoles } from '@muster/core/permission'
import { editDistance } from '@muster/core/text/edit-distance'
import type { OidcSettings } from '../adapters/oidc/identity-provider.ts'
import type { RoleRules } from '../features/oidc/map-roles.ts'
import type { ConfigSource } from './config-source.ts'
import { settings } from './settings.ts'

export interface OidcConfig extends OidcSettings {
  readonly roles: RoleRules['pairs']
  readonly defaultRole: MemberRole | null
  /** Who signs in by passphrase. */
  readonly passphrases: 'members' | 'administrator'
  /** A sign-out ends the session at the provider as well. */
  readonly signsOutAtProvider: boolean
}

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/** Why an issuer cannot be one; null if it can. */
function issuerIssue(text: string): string | null {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol))
    return 'must be an address like https://login.example.com/tenant.'
  if (text.includes('/.well-known/')) return 'is the address of the metadata: remove the part from /.well-known on.'
  if (url.search + url.hash + url.username + url.password !== '') return 'must have no query, fragment or user name.'
  if (url.protocol === 'http:' && !loopback.test(url.hostname))
    return 'must be https: the tokens of members travel to it. Plain http is for loopback only.'
  if (url.hostname === 'login.microsoftonline.com' && /^\/(common|organizations|consumers)(\/|$)/.test(url.pathname))
    return 'names no tenant, so accounts of any company could sign in: use https://login.microsoftonline.com/<tenant ID>/v2.0.'
  return null
}

function readRole(source: ConfigSource, name: string, text: string): MemberRole | null {
  const found = memberRoles.find((role) => role === text)
  if (found !== undefined) return found
  const nearest = memberRoles.toSorted((one, other) => editDistance(text, one) - editDistance(text, other))[0]
  const hint = nearest !== undefined && editDistance(text, nearest) <= 3 ? ` Did you mean ${nearest}?` : ''
  source.problems.push(`${name}: "${text.slice(0, 80)}" is not a role: use ${memberRoles.join(', ')}.${hint}`)
  return null
}

/** Custom roles are data, so whether one exists is known at each sign-in only. */
const customName = /^role:\s*(\S.*)$/

/** The last equals sign separates: names of groups in a directory contain others. */
function readRoles(source: ConfigSource): OidcConfig['roles'] {
  const pairs = (source.text(settings.oidcRoles) ?? '').split(';').flatMap((pair) => pair.trim() || [])
  return pairs.flatMap((pair): OidcConfig['roles'] => {
    const cut = pair.lastIndexOf('=')
    const group = pair.slice(0, Math.max(0, cut)).trim()
    if (group === '') {
      source.problems.push(
        'OIDC_ROLES must be pairs group=role separated by semicolons, like Support=help_desk; IT=owner.',
      )
      return []
    }
    const given = pair.slice(cut + 1).trim()
    const custom = customName.exec(given)?.[1]
    if (custom !== undefined) return [{ group, role: { custom } }]
    const builtIn = readRole(source, 'OIDC_ROLES', given)
    return builtIn === null ? [] : [{ group, role: { builtIn } }]
  })
}

function readDefaultRole(source: ConfigSource): MemberRole | null {
  const text = source.text(settings.oidcDefaultRole)
  if (text === null || text === 'none') return null
  const role = readRole(source, 'OIDC_DEFAULT_ROLE', text)
  if (role === 'owner')
    source.problems.push('OIDC_DEFAULT_ROLE must not be owner: every account of the identity provider would be one.')
  return role
}

const words = (text: string | null) => (text ?? '').split(/\s+/).filter((word) => word !== '')

const read = (source: ConfigSource) => ({
  issuer: source.text(settings.oidcIssuer),
  clientId: source.text(settings.oidcClientId),
  clientSecret: source.secret(settings.oidcClientSecret),
  name: source.text(settings.oidcName),
  scopes: words(source.text(settings.oidcScopes)),
  rolesClaim: source.text(settings.oidcRolesClaim),
  trustEmail: source.flag(settings.oidcTrustEmail),
  acrValues: words(source.text(settings.oidcAcrValues)),
  timeoutMs: source.whole(settings.oidcTimeoutSeconds) * 1000,
  roles: readRoles(source),
  defaultRole: readDefaultRole(source),
  passphrases: source.choice(settings.passphrases),
  signsOutAtProvider: source.choice(settings.oidcSignOut) === 'provider',
})

/** Sign-in through an identity provider; null without an issuer. */
export function readOidc(source: ConfigSource): OidcConfig | null {
  const { issuer, clientId, clientSecret, scopes, name, ...rest } = read(source)
  if (issuer === null) {
    if (clientId !== null || clientSecret !== null)
      source.problems.push('For sign-in through an identity provider, also set OIDC_ISSUER.')
    if (rest.passphrases === 'administrator')
      source.problems.push('MUSTER_PASSPHRASES is administrator: also set OIDC_ISSUER, or members cannot sign in.')
    return null
  }
  const issue = issuerIssue(issuer)
  if (issue !== null) source.problems.push(`OIDC_ISSUER ${issue}`)
  if (clientId === null || clientSecret === null)
    source.problems.push(
      'OIDC_ISSUER is set: also set OIDC_CLIENT_ID and OIDC_CLIENT_SECRET or OIDC_CLIENT_SECRET_FILE.',
    )
  if (!scopes.includes('openid')) source.problems.push('OIDC_SCOPES must contain openid.')
  if (issue !== null || clientId === null || clientSecret === null) return null
  return { issuer, clientId, clientSecret, name: name ?? new URL(issuer).hostname, scopes: scopes.join(' '), ...rest }
}
