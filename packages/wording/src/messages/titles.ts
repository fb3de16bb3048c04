/** Titles of plans and jobs, effects of a plan, and the names inside them. */
export const titles = [
  /*i18n*/ { id: 'title.phrases', message: '{phrases}' },
  /*i18n*/ { id: 'title.retry', message: 'Retry: {title}' },
  /*i18n*/ { id: 'title.script', message: 'Script: {title}' },
  /*i18n*/ { id: 'title.undo', message: 'Undo "{title}"' },
  /*i18n*/ { id: 'title.redo', message: 'Redo "{title}"' },
  /*i18n*/ {
    id: 'title.take_all_roles',
    message: 'take all roles from {count, plural, one {# user} other {# users}}',
  },
  /*i18n*/ {
    id: 'title.set_roles',
    message: 'set the roles of {count, plural, one {# user} other {# users}} to exactly {roles}',
  },
  /*i18n*/ { id: 'title.give_roles', message: 'give {roles} to {count, plural, one {# user} other {# users}}' },
  /*i18n*/ { id: 'title.take_roles', message: 'take {roles} from {count, plural, one {# user} other {# users}}' },
  /*i18n*/ {
    id: 'title.take_out_of_all_groups',
    message: 'take {count, plural, one {# user} other {# users}} out of all groups',
  },
  /*i18n*/ {
    id: 'title.set_groups',
    message: 'set the groups of {count, plural, one {# user} other {# users}} to exactly {groups}',
  },
  /*i18n*/ { id: 'title.add_to_groups', message: 'add {count, plural, one {# user} other {# users}} to {groups}' },
  /*i18n*/ {
    id: 'title.take_out_of_groups',
    message: 'take {count, plural, one {# user} other {# users}} out of {groups}',
  },
  /*i18n*/ { id: 'title.developer_on', message: 'turn developer on for {count, plural, one {# user} other {# users}}' },
  /*i18n*/ {
    id: 'title.developer_off',
    message: 'turn developer off for {count, plural, one {# user} other {# users}}',
  },
  /*i18n*/ {
    id: 'title.bot_creation_on',
    message: 'turn bot creation on for {count, plural, one {# user} other {# users}}',
  },
  /*i18n*/ {
    id: 'title.bot_creation_off',
    message: 'turn bot creation off for {count, plural, one {# user} other {# users}}',
  },
  /*i18n*/ {
    id: 'title.change_access',
    message: 'change the access of {count, plural, one {# user} other {# users}}',
  },
  /*i18n*/ { id: 'title.remove', message: 'remove {count, plural, one {# user} other {# users}}' },
  /*i18n*/ { id: 'title.erase', message: 'erase data of {count, plural, one {# person} other {# people}}' },
  /*i18n*/ {
    id: 'title.erase_from',
    message: 'erase data of {count, plural, one {# person} other {# people}} {scope}',
  },
  /*i18n*/ { id: 'title.change_no_users', message: 'change no users' },
  /*i18n*/ { id: 'effect.role', message: '{role}' },
  /*i18n*/ { id: 'effect.group', message: 'group {group}' },
  /*i18n*/ { id: 'effect.bot_creation', message: 'may create bots' },
  /*i18n*/ { id: 'effect.developer', message: 'developer' },
  /*i18n*/ { id: 'effect.account', message: 'in this account' },
  /*i18n*/ { id: 'effect.data', message: 'conversation data' },
  /*i18n*/ { id: 'effect.lost_with_group', message: 'Leaves group {group} and with it {role}' },
  /*i18n*/ { id: 'name.role_on_bot', message: '{role} on {bot}' },
  /*i18n*/ { id: 'count.users', message: '{count, plural, one {# user} other {# users}}' },
  /*i18n*/ { id: 'count.people', message: '{count, plural, one {# person} other {# people}}' },
  /*i18n*/ { id: 'count.roles', message: '{count, plural, one {# role} other {# roles}}' },
  /*i18n*/ { id: 'count.groups', message: '{count, plural, one {# group} other {# groups}}' },
  /*i18n*/ { id: 'scope.all_bots', message: 'from all bots' },
  /*i18n*/ { id: 'scope.bots', message: 'from {bots}' },
] as const
