/** What to type before a plan is applied, why a plan is refused, and what it does to the account. */
export const confirmations = [
  /*i18n*/ { id: 'confirm.effect', message: 'In {account} ({environment}) this {phrases}.' },
  /*i18n*/ { id: 'confirm.removes', message: 'removes {users}' },
  /*i18n*/ { id: 'confirm.erases', message: 'queues erasure of the data of {people}' },
  /*i18n*/ { id: 'confirm.changes', message: 'changes {users}' },
  /*i18n*/ {
    id: 'confirm.grants',
    message: 'grants elevated access ({grants, plural, one {# admin role} other {# admin roles}})',
  },
  /*i18n*/ { id: 'confirm.share', message: '{effect} That is {percent, number}% of {users}.' },
  /*i18n*/ {
    id: 'confirm.share_today',
    message: '{effect} That is {percent, number}% of {users} with the removals and erasures of the last 24 hours.',
  },
  /*i18n*/ { id: 'confirm.type_count', message: '{effect} Type {total} to continue.' },
  /*i18n*/ { id: 'confirm.type_word', message: '{effect} Type "{text}" to continue.' },
  /*i18n*/ { id: 'confirm.word', message: '{action} in {account}' },
  /*i18n*/ { id: 'confirm.word_share', message: '{action} ({share}) in {account}' },
  /*i18n*/ { id: 'confirm.both', message: '{first} {second}' },
  /*i18n*/ { id: 'confirm.remove', message: 'remove {removals}' },
  /*i18n*/ { id: 'confirm.erase', message: 'erase {erasures}' },
  /*i18n*/ { id: 'confirm.grant', message: 'grant {grants}' },
  /*i18n*/ { id: 'confirm.change', message: 'change {total}' },
  /*i18n*/ { id: 'confirm.percent', message: '{percent, number}%' },
  /*i18n*/ { id: 'confirm.touched', message: '{touched} in 24 hours' },
  /*i18n*/ { id: 'confirm.touched_percent', message: '{touched} in 24 hours, {percent, number}%' },
  /*i18n*/ { id: 'environment.production', message: 'production' },
  /*i18n*/ { id: 'environment.staging', message: 'staging' },
  /*i18n*/ { id: 'environment.test', message: 'test' },
  /*i18n*/ { id: 'environment.development', message: 'development' },
  /*i18n*/ { id: 'environment.sandbox', message: 'sandbox' },
  /*i18n*/ {
    id: 'guard.stopped',
    message:
      'An owner stopped all changes, so nothing may be sent. Try again once an owner resumes them under Settings.',
  },
  /*i18n*/ { id: 'guard.held', message: 'All jobs are held until an owner releases them under Settings.' },
  /*i18n*/ {
    id: 'guard.too_many',
    message:
      'This would remove {percent, number}% of {users, plural, one {# user} other {# users}}. Muster refuses to remove more than {most, number}%. Narrow the plan, or set MUSTER_ALLOW_REMOVING_MOST=true and restart Muster.',
  },
  /*i18n*/ {
    id: 'guard.too_many_today',
    message:
      'This would remove {percent, number}% of {users, plural, one {# user} other {# users}}, with those of the last 24 hours. Muster refuses to remove more than {most, number}%. Narrow the plan, or set MUSTER_ALLOW_REMOVING_MOST=true and restart Muster.',
  },
] as const
