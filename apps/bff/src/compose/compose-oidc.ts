import { recordKeys } from '@muster/core/record-keys'
import { foldAddress } from '@muster/core/text/fold-address'
import { newId } from '../adapters/storage/database/new-id.ts'
import type { Config } from '../config/config.ts'
import type { OidcDeps } from '../features/oidc/attempts.ts'
import type { ScimDeps } from '../features/scim/provision.ts'
import { ownersNamedBy } from '../features/session/named-owners.ts'
import { withoutPassphrases } from '../features/session/passphrases-off.ts'
import type { AccountIdentity } from '../features/session/ports.ts'
import { createProviderSessions } from '../features/session/provider-sessions.ts'
import type { ProviderSignOut } from '../features/session/sign-out.ts'
import type { FeatureParts } from './compose-parts.ts'
import type { Stores } from './compose-stores.ts'

export const namedOwners = (config: Config) => (email: string) => ownersNamedBy(config).includes(foldAddress(email))

/** Whether this is the address of `ADMIN_EMAIL`. */
export const administrator =
  ({ admin }: Config) =>
  (email: string) =>
    admin !== null && foldAddress(admin.email) === foldAddress(email)

/** Provisioning of members by SCIM. */
export function composeScim({ config, stores, clock, names }: FeatureParts): ScimDeps {
  return {
    provisioning: stores.provisioning,
    clock,
    newId,
    isNamedOwner: namedOwners(config),
    isAdministrator: administrator(config),
    role: config.oidc?.defaultRole ?? 'viewer',
    publicUrl: () => names.url(),
  }
}

/** Members and invitations for sign-in by passphrase, which the configuration may limit to the administrator. */
export function passphraseStores({
  config,
  stores,
}: FeatureParts): Pick<Stores, 'members' | 'invitations' | 'factors'> {
  const { oidc, admin } = config
  if (oidc?.passphrases !== 'administrator') return stores
  return withoutPassphrases(stores, { administrator: admin?.email ?? null, provider: oidc.name })
}

/** The connected account, and the ways to sign in, in the order in which the page offers them. */
export function accountIdentity({ config, stores, upstream, names }: FeatureParts): AccountIdentity {
  const { admin, oidc } = config
  const isAdministratorOnly = oidc?.passphrases === 'administrator'
  const hasPassword = async () => !isAdministratorOnly && (admin !== null || (await stores.members.anyPassphrase()))
  const hasPasskey = async () => !isAdministratorOnly && names.relyingParty() !== null && (await stores.passkeys.any())
  return {
    environment: upstream.environment,
    accountName: upstream.accountName,
    signInMethods: async () => {
      const armed = await stores.breakGlass.state()
      const methods = {
        oidc: oidc !== null,
        break_glass: armed?.armedAt != null && armed.usedAt === null,
        link: admin === null,
        administrator_password: isAdministratorOnly && admin !== null,
        password: await hasPassword(),
        passkey: await hasPasskey(),
      }
      return recordKeys(methods).filter((method) => methods[method])
    },
    identityProvider: oidc?.name ?? null,
  }
}

/** Where a sign-out ends the session of the configured provider, where it is configured to. */
export const providerSignOut =
  (config: Config, oidc: OidcDeps | null): ProviderSignOut =>
  async (issuer) =>
    oidc !== null && config.oidc?.signsOutAtProvider === true && oidc.provider.issuer === issuer
      ? await oidc.provider.signOutUrl()
      : null

/** Sign-in through the configured identity provider; null without one. */
export async function composeOidc({
  config,
  stores,
  clock,
  log,
  names,
  shutdown,
}: FeatureParts): Promise<OidcDeps | null> {
  const { oidc } = config
  if (oidc === null) return null
  // Not loaded at a start without a provider.
  const { createIdentityProvider } = await import('../adapters/oidc/identity-provider.ts')
  const audit = stores.auditLog
  const provider = createIdentityProvider(oidc, {
    clock,
    network: config.network,
    redirectUri: () => `${names.url()}/api/oidc/callback`,
    warn: (facts, sentence) => log.warn(facts, sentence),
  })
  shutdown.add('the identity provider', () => provider.close())
  return {
    provider,
    store: stores.oidc,
    sessions: createProviderSessions({ ...stores, audit, clock, newId }),
    rules: {
      pairs: oidc.roles,
      defaultRole: oidc.defaultRole,
      isNamedOwner: namedOwners(config),
      isAdministrator: administrator(config),
    },
    audit,
    clock,
    log,
  }
}
