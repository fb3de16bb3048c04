import type { Setting } from './setting.ts'

/** Settings of sign-in through an identity provider. */
export const oidcSettings = {
  oidcIssuer: {
    name: 'OIDC_ISSUER',
    kind: 'text',
    default: null,
    text: 'issuer of the identity provider, as its metadata names it, see [sign-in](sign-in.md)',
  },
  oidcClientId: { name: 'OIDC_CLIENT_ID', kind: 'text', default: null, text: 'client ID of Muster there' },
  oidcClientSecret: { name: 'OIDC_CLIENT_SECRET', kind: 'secret', default: null, text: 'its client secret' },
  oidcName: {
    name: 'OIDC_NAME',
    kind: 'text',
    default: null,
    shownDefault: 'host of the issuer',
    text: 'name on the button "Sign in with …"',
  },
  oidcScopes: { name: 'OIDC_SCOPES', kind: 'text', default: 'openid email profile', text: 'scopes to request' },
  oidcRolesClaim: {
    name: 'OIDC_ROLES_CLAIM',
    kind: 'text',
    default: 'groups',
    text: 'claim with the groups; dots lead into it, as in `realm_access.roles`',
  },
  oidcRoles: {
    name: 'OIDC_ROLES',
    kind: 'text',
    default: null,
    text: 'pairs `group=role` separated by semicolons; the first that matches gives the role at each sign-in; `role:Name` is a custom role. Without them, roles are set in Muster',
  },
  oidcDefaultRole: {
    name: 'OIDC_DEFAULT_ROLE',
    kind: 'text',
    default: null,
    text: 'role without a matching pair, also of people without an invitation; none refuses them',
  },
  oidcTrustEmail: {
    name: 'OIDC_TRUST_EMAIL',
    kind: 'flag',
    default: false,
    text: 'takes an address as verified if the provider does not say whether it is: only where its administrators alone set addresses',
  },
  oidcAcrValues: {
    name: 'OIDC_ACR_VALUES',
    kind: 'text',
    default: null,
    text: 'values of `acr` separated by spaces; a sign-in without one of them is refused',
  },
  passphrases: {
    name: 'MUSTER_PASSPHRASES',
    kind: 'choice',
    default: 'members',
    values: ['members', 'administrator'],
    text: 'who signs in by passphrase: all members, or only `ADMIN_EMAIL`, the way in when the identity provider is down',
  },
  oidcSignOut: {
    name: 'OIDC_SIGN_OUT',
    kind: 'choice',
    default: 'muster',
    values: ['muster', 'provider'],
    text: 'what a sign-out ends: the session in Muster, or the one at the identity provider as well',
  },
  oidcTimeoutSeconds: {
    name: 'OIDC_TIMEOUT_SECONDS',
    kind: 'whole',
    default: 10,
    min: 1,
    max: 60,
    text: 'longest wait for one response of the provider',
  },
} as const satisfies Readonly<Record<string, Setting>>
