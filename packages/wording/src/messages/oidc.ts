/** Sign-in through the identity provider and provisioning by it: lines of the audit, reasons of a refusal, and problems. */
export const oidc = [
  /*i18n*/ { id: 'audit.signed_in_by_oidc', message: '{member} signed in with {provider} from {address}' },
  /*i18n*/ {
    id: 'audit.signed_in_by_oidc_factors',
    message: '{member} signed in with {provider} ({factors}) from {address}',
  },
  /*i18n*/ { id: 'audit.oidc_refused', message: 'A sign-in with {provider} from {address} failed: {reason}' },
  /*i18n*/ {
    id: 'audit.oidc_refused_as',
    message: 'A sign-in with {provider} as {account} from {address} failed: {reason}',
  },
  /*i18n*/ { id: 'audit.oidc_joined', message: '{member} joined by signing in with {provider} from {address}' },
  /*i18n*/ {
    id: 'audit.oidc_role',
    message: 'The groups of {provider} changed the role of {member} from {before} to {after}',
  },
  /*i18n*/ {
    id: 'audit.oidc_signed_out',
    message: '{provider} signed {member} out: {count, plural, one {# session} other {# sessions}} ended',
  },
  /*i18n*/ { id: 'oidc.refusal_unreachable', message: 'the identity provider did not respond' },
  /*i18n*/ { id: 'oidc.refusal_expired', message: 'the attempt or the session had ended' },
  /*i18n*/ { id: 'oidc.refusal_denied', message: 'the identity provider denied it' },
  /*i18n*/ { id: 'oidc.refusal_invalid', message: 'the response of the identity provider is not valid' },
  /*i18n*/ { id: 'oidc.refusal_email', message: 'the identity provider sent no verified email address' },
  /*i18n*/ { id: 'oidc.refusal_no_invitation', message: 'there is no open invitation' },
  /*i18n*/ { id: 'oidc.refusal_no_role', message: 'no group leads to a role' },
  /*i18n*/ { id: 'oidc.refusal_groups_cut', message: 'the identity provider omitted the groups: there are too many' },
  /*i18n*/ { id: 'oidc.refusal_disabled', message: 'the member is disabled' },
  /*i18n*/ { id: 'oidc.refusal_other_member', message: 'it was another member' },
  /*i18n*/ { id: 'oidc.refusal_not_fresh', message: 'the identity provider did not request a fresh sign-in' },
  /*i18n*/ { id: 'oidc.refusal_assurance', message: 'the sign-in was not strong enough' },
  /*i18n*/ {
    id: 'problem.identity_provider',
    message: '{name} does not respond as it should. Try again later, or sign in another way.',
  },
  /*i18n*/ {
    id: 'problem.passphrases_off',
    message:
      'Members sign in with {provider}, without a passphrase. Open the sign-in page: your invitation counts there.',
  },
  /*i18n*/ { id: 'problem.no_identity_provider', message: 'No identity provider is configured.' },
  /*i18n*/ { id: 'audit.member_provisioned', message: '{actor} provisioned {member} as {role}' },
  /*i18n*/ { id: 'audit.member_renamed', message: '{actor} changed {member} to {name}, {email}' },
  /*i18n*/ { id: 'problem.scim_taken', message: 'Another member has this user name, external ID or email address.' },
  /*i18n*/ {
    id: 'problem.scim_filter',
    message: 'Use one comparison: userName, externalId, id or emails.value, then eq and a quoted value.',
  },
  /*i18n*/ {
    id: 'problem.scim_operation',
    message: 'An operation is add, replace or remove, with a path or an object as its value.',
  },
  /*i18n*/ { id: 'problem.scim_value', message: 'A value of an operation does not fit its attribute.' },
  /*i18n*/ { id: 'problem.scim_user_name', message: 'The user name is empty.' },
  /*i18n*/ { id: 'problem.scim_email', message: 'Neither an email nor the user name is an email address.' },
  /*i18n*/ {
    id: 'problem.scim_owner_address',
    message: 'The configuration names one of these addresses as an owner. Provisioning cannot change it.',
  },
  /*i18n*/ {
    id: 'problem.scim_administrator',
    message:
      'ADMIN_EMAIL names this member, who can sign in without the identity provider. Provisioning cannot change that.',
  },
  /*i18n*/ {
    id: 'problem.scim_named_owner',
    message: 'MUSTER_OWNERS names this member. Remove the address there before provisioning ends their access.',
  },
  /*i18n*/ {
    id: 'problem.scim_disabled_in_muster',
    message: 'This member was disabled in Muster. Provisioning cannot enable them; an owner can.',
  },
  /*i18n*/ {
    id: 'problem.scim_invited_address',
    message:
      'This member has not joined, and their role was granted to their address. Invite the new address in Muster.',
  },
  /*i18n*/ { id: 'problem.scim_token', message: 'Provisioning needs a token. A session cannot do it.' },
] as const
