import { t } from '@lingui/core/macro'
import type { OidcRefusal } from '@muster/contracts/oidc'

/** Why a sign-in through the identity provider was refused, and what to do. */
export function refusalText(refusal: OidcRefusal): string {
  switch (refusal) {
    case 'unreachable':
      return t`Your identity provider does not respond. Try again later.`
    case 'expired':
      return t`This sign-in took too long, or began in another browser. Sign in again here.`
    case 'denied':
      return t`Your identity provider denied the sign-in.`
    case 'invalid':
      return t`The response of your identity provider is not valid. Sign in again; if this repeats, report it to the operator of Muster.`
    case 'email':
      return t`Your identity provider does not confirm your email address. Contact its administrator.`
    case 'no_invitation':
      return t`You have no open invitation. Contact an owner of Muster.`
    case 'no_role':
      return t`None of your groups gives you a role in Muster. Contact the administrator of your identity provider.`
    case 'groups_cut':
      return t`You are in too many groups for your identity provider to list. Its administrator can limit them to those of Muster.`
    case 'disabled':
      return t`Your account in Muster is disabled. Contact an owner.`
    case 'other_member':
      return t`You signed in as another member. Sign in as yourself.`
    case 'not_fresh':
      return t`Your identity provider did not request your password again, so Muster has no new proof. Try again.`
    case 'assurance':
      return t`This needs a stronger sign-in, for example with a second factor.`
  }
}
