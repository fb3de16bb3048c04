import { createIdentityProvider } from '../adapters/oidc/identity-provider.ts'
import { newId } from '../adapters/storage/database/new-id.ts'
import type { OidcDeps } from '../features/oidc/attempts.ts'
import { ownersNamedBy } from '../features/session/named-owners.ts'
import { createProviderSessions } from '../features/session/provider-sessions.ts'
import type { FeatureParts } from './compose-parts.ts'

/** Sign-in through the configured identity provider; null without one. */
export function composeOidc({ config, stores, clock, log, names, shutdown }: FeatureParts): OidcDeps | null {
  const { oidc } = config
  if (oidc === null) return null
  const audit = stores.auditLog
  const provider = createIdentityProvider(oidc, {
    clock,
    network: config.network,
    redirectUri: () => `${names.url()}/api/oidc/callback`,
    warn: (facts, sentence) => log.warn(facts, sentence),
  })
  shutdown.add('the identity provider', () => provider.close())
  const isNamedOwner = (email: string) => ownersNamedBy(config).includes(email.toLowerCase())
  return {
    provider,
    store: stores.oidc,
    sessions: createProviderSessions({ ...stores, audit, clock, newId }),
    rules: { pairs: oidc.roles, defaultRole: oidc.defaultRole, isNamedOwner },
    audit,
    clock,
    log,
  }
}
