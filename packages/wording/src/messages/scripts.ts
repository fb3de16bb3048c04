/** Why a call of the pass-through is refused. */
export const scripts = [
  /*i18n*/ { id: 'script.nothing_sent', message: '{why} Nothing was sent.' },
  /*i18n*/ { id: 'script.remove_user', message: '{user}: {cause}. Remove this user from the call.' },
  /*i18n*/ {
    id: 'script.holders_unread',
    message:
      'The other administrators of the account cannot be read, so whether one would be left is not known. Nothing was sent.',
  },
  /*i18n*/ {
    id: 'script.under_way',
    message: 'An erasure of some of these people from the same bots is in progress. Wait until it ends.',
  },
  /*i18n*/ {
    id: 'script.needs_confirmation',
    message: 'This affects {subjects} and needs a typed confirmation. Make this change in Muster.',
  },
  /*i18n*/ {
    id: 'script.needs_confirmation_share',
    message:
      'This affects {subjects} ({percent, number}% of the account) and needs a typed confirmation. Make this change in Muster.',
  },
  /*i18n*/ {
    id: 'script.needs_confirmation_today',
    message:
      'With the removals and erasures of the last 24 hours this affects {subjects} and needs a typed confirmation. Make this change in Muster.',
  },
  /*i18n*/ {
    id: 'script.needs_confirmation_share_today',
    message:
      'With the removals and erasures of the last 24 hours this affects {subjects} ({percent, number}% of the account) and needs a typed confirmation. Make this change in Muster.',
  },
  /*i18n*/ {
    id: 'script.starts_later',
    message:
      'A removal or erasure of more than {subjects} starts with a delay. Make this change in Muster, or send fewer in a call.',
  },
] as const
