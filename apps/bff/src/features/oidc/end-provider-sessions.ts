import { message } from '@muster/wording/message'
import type { OidcDeps } from './attempts.ts'

/** Ends the sessions that a logout token names. False if the token is not valid, or was used before. */
export async function endProviderSessions({ provider, store, clock, log }: OidcDeps, token: string): Promise<boolean> {
  const claims = await provider.verifyLogout(token)
  const ended =
    claims === null
      ? null
      : await store.endProviderSessions(
          { ...claims, issuer: provider.issuer, at: clock.now() },
          ({ email }, count) => ({
            action: 'session.signed_out',
            actor: 'Muster',
            sentence: message('audit.oidc_signed_out', { provider: provider.name, member: email, count }),
          }),
        )
  if (ended === null) log.warn({ code: 'logout_token' }, 'A logout token was refused')
  return ended !== null
}
