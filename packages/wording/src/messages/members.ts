/** Lines of the audit about members, and why a request about a member is refused. */
export const members = [
  /*i18n*/ { id: 'audit.member_invited', message: '{actor} invited {member} as {role}' },
  /*i18n*/ { id: 'audit.member_invited_again', message: '{actor} created another link for {member}' },
  /*i18n*/ { id: 'audit.member_joined', message: '{member} chose a passphrase with an invitation link from {address}' },
  /*i18n*/ { id: 'audit.member_role', message: '{actor} changed the role of {member} from {before} to {after}' },
  /*i18n*/ { id: 'audit.member_disabled', message: '{actor} disabled {member}' },
  /*i18n*/ { id: 'audit.member_enabled', message: '{actor} enabled {member}' },
  /*i18n*/ { id: 'audit.member_removed', message: '{actor} removed {member} from Muster' },
  /*i18n*/ { id: 'audit.member_signed_out', message: '{actor} signed {member} out everywhere' },
  /*i18n*/ { id: 'problem.no_member', message: 'This member does not exist. Open the list of members.' },
  /*i18n*/ {
    id: 'problem.member_exists',
    message: '{email} is a member already. Create another link for them instead.',
  },
  /*i18n*/ { id: 'problem.role_above_yours', message: 'This role has permissions that yours does not have.' },
  /*i18n*/ { id: 'problem.member_above_you', message: '{email} has permissions that you do not have.' },
  /*i18n*/ { id: 'problem.own_membership', message: 'You cannot change your own membership. Another owner can.' },
  /*i18n*/ { id: 'problem.last_owner', message: 'This is the last owner. Make another member an owner first.' },
  /*i18n*/ {
    id: 'problem.owner_not_named',
    message:
      'The configuration does not name {email} as an owner. Add the address to MUSTER_OWNERS and restart Muster.',
  },
  /*i18n*/ { id: 'problem.member_disabled', message: 'This member is disabled. Enable them first.' },
  /*i18n*/ { id: 'problem.one_member_change', message: 'Send either a role or whether the member is disabled.' },
  /*i18n*/ {
    id: 'problem.invitation_not_valid',
    message: 'This invitation was used, has expired or was replaced. Request another from an owner.',
  },
  /*i18n*/ { id: 'problem.passphrase', message: 'The passphrase {weakness}.' },
  /*i18n*/ { id: 'passphrase.short', message: 'must have {shortest} characters or more' },
  /*i18n*/ { id: 'passphrase.repeats', message: 'repeats a few characters. Use several unrelated words' },
  /*i18n*/ {
    id: 'passphrase.run',
    message: 'is a run of neighboring characters: use several words that do not belong together',
  },
  /*i18n*/ {
    id: 'passphrase.common',
    message: 'is one of the most common long passwords. Use several unrelated words',
  },
  /*i18n*/ { id: 'passphrase.address', message: 'is your email address. Use several unrelated words' },
] as const
