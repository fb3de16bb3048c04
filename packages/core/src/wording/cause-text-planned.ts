import type { CauseCode } from '../outcome/cause.ts'
import type { CauseText } from './cause-text-entry.ts'

/** Causes found before anything is sent: what is asked cannot be, or should be known. */
export type PlannedCause = Extract<
  CauseCode,
  | 'user_not_found'
  | 'user_ambiguous'
  | 'email_invalid'
  | 'identifier_invalid'
  | 'duplicate_in_plan'
  | 'role_not_found'
  | 'role_id_malformed'
  | 'role_needs_bot'
  | 'role_is_admin'
  | 'bot_not_found'
  | 'group_not_found'
  | 'role_through_group'
  | 'flags_conflict'
  | 'nothing_requested'
  | 'last_admin'
  | 'own_account'
  | 'protected_user'
  | 'connection_user'
  | 'limit_reached'
  | 'row_invalid'
  | 'changed_since_job'
  | 'access_unverified'
  | 'row_warning'
  | 'raises_privilege'
  | 'loses_on_set'
  | 'removes_person'
  | 'cannot_be_undone'
>

export const plannedCauses: Readonly<Record<PlannedCause, CauseText>> = {
  user_not_found: {
    title: 'The user is not in this account',
    explanation: 'Neither the directory nor Kore.ai knows a user by this e-mail address or id in this account.',
    remedy: 'Correct the address or id. If the user was invited a moment ago, refresh the directory and plan again.',
    retryable: false,
    fixes: ['replace_identifier', 'plan_again'],
  },
  user_ambiguous: {
    title: 'More than one user goes by this',
    explanation: 'Several users of the account share what was given, so it does not say which of them is meant.',
    remedy: 'Name the user by e-mail address instead.',
    retryable: false,
    fixes: ['replace_identifier'],
  },
  email_invalid: {
    title: 'This is not an e-mail address',
    explanation: 'An e-mail address has something before the @ and a domain with a dot behind it, and no blanks.',
    remedy: 'Correct the address.',
    retryable: false,
    fixes: ['replace_identifier'],
  },
  identifier_invalid: {
    title: 'This is not an identifier of a user',
    explanation:
      'Kore.ai erases by email address, user ID (u-…), organization ID or channel user ID. Text around an identifier is not part of it.',
    remedy: 'Write the plain identifier.',
    retryable: false,
    fixes: ['replace_identifier'],
  },
  duplicate_in_plan: {
    title: 'This user comes twice',
    explanation: 'An earlier item of the same plan is about the same user. The first one counts; this one is left out.',
    remedy: 'Plan this one once the first is done, or put everything asked of one user into one row.',
    retryable: false,
    fixes: ['plan_again'],
  },
  role_not_found: {
    title: 'The role does not exist',
    explanation: 'The account has no role with this id. It may have been deleted, or belong to another account.',
    remedy: 'Choose another role or leave it out. If the role is new, refresh the directory first.',
    retryable: false,
    fixes: ['replace_role', 'drop_role', 'plan_again'],
  },
  role_id_malformed: {
    title: 'This is not a role id',
    explanation: 'Ids of roles are 24 characters, digits and the letters a to f. Kore.ai refuses anything else.',
    remedy: 'Choose the role by its name, or leave it out.',
    retryable: false,
    fixes: ['replace_role', 'drop_role'],
  },
  role_needs_bot: {
    title: 'The role needs a bot',
    explanation: 'This role is held on a bot, and no bot was named.',
    remedy: 'Say on which bot the user should hold the role.',
    retryable: false,
    fixes: ['replace_role', 'drop_role'],
  },
  role_is_admin: {
    title: 'The role is not held on a bot',
    explanation: 'This is an admin role. It holds for the whole account and cannot be given on one bot.',
    remedy: 'Give it without a bot, or choose a role made for bots.',
    retryable: false,
    fixes: ['replace_role', 'drop_role'],
  },
  bot_not_found: {
    title: 'The bot does not exist',
    explanation: 'The account has no bot with this id. It may have been deleted, or belong to another account.',
    remedy: 'Choose another bot. If the bot is new, refresh the directory first.',
    retryable: false,
    fixes: ['replace_bot', 'replace_role', 'drop_role', 'plan_again'],
  },
  group_not_found: {
    title: 'The group does not exist',
    explanation: 'The account has no group with this id. It may have been deleted, or belong to another account.',
    remedy: 'Choose another group or leave it out. If the group is new, refresh the directory first.',
    retryable: false,
    fixes: ['replace_group', 'drop_group', 'plan_again'],
  },
  role_through_group: {
    title: 'The role comes through a group',
    explanation: 'The user holds this role only as a member of a group, so it cannot be taken from the user alone.',
    remedy: 'Take the user out of the group, or change the roles of the group in the Kore.ai admin console.',
    retryable: false,
    fixes: ['drop_role', 'plan_again'],
  },
  flags_conflict: {
    title: 'Only developers may create bots',
    explanation: 'Kore.ai refuses a user who may create bots and is not a developer.',
    remedy: 'Turn developer on as well, or bot creation off.',
    retryable: false,
    fixes: ['developer_on', 'bot_creation_off', 'plan_again'],
  },
  nothing_requested: {
    title: 'Nothing is asked',
    explanation: 'No group, role, flag, bot, removal or erasure is asked for this user.',
    remedy: 'Say what should change, or leave the user out.',
    retryable: false,
    fixes: [],
  },
  last_admin: {
    title: 'The last administrator',
    explanation: 'This would leave too few people with an admin role, and nobody could give it back from here.',
    remedy: 'Give the role to somebody else first, wait until that is done, then plan again.',
    retryable: false,
    fixes: ['drop_role', 'plan_again'],
  },
  own_account: {
    title: 'Your own account',
    explanation: 'This would remove or demote the account of the member who applies the change.',
    remedy: 'Ask another administrator to make this change.',
    retryable: false,
    fixes: ['drop_role', 'plan_again'],
  },
  protected_user: {
    title: 'The user is protected',
    explanation: 'MUSTER_PROTECTED_USERS lists this user. Muster takes nothing away from protected users.',
    remedy: 'Exclude the user, or take the user off the list and restart Muster.',
    retryable: false,
    fixes: ['drop_role', 'plan_again'],
  },
  connection_user: {
    title: 'The user of the connection',
    explanation: 'KORE_IDENTITY names this user: the app that connects Muster to Kore.ai depends on them.',
    remedy: 'Exclude the user. To change them, give the app to another user first and correct KORE_IDENTITY.',
    retryable: false,
    fixes: ['drop_role', 'plan_again'],
  },
  limit_reached: {
    title: 'The limit of 24 hours is reached',
    explanation: 'Removals and erasures of 24 hours count together, and this one would exceed what was confirmed.',
    remedy: 'Plan again and confirm the share, or wait until the earlier removals are older than 24 hours.',
    retryable: true,
    fixes: ['retry', 'plan_again'],
  },
  row_invalid: {
    title: 'The request cannot be understood',
    explanation: 'What is written for this user is incomplete or contradicts itself.',
    remedy: 'Correct the row and plan again.',
    retryable: false,
    fixes: [],
  },
  changed_since_job: {
    title: 'Changed by somebody else since',
    explanation: 'Somebody else took part of what the job did back already. An undo leaves that part as it is now.',
    remedy: 'Only what still stands as the job left it is undone. Nothing that others changed is overwritten.',
    retryable: false,
    fixes: [],
  },
  row_warning: {
    title: 'A warning in the file',
    explanation: 'The row of this user has something in it that may not be meant.',
    remedy: 'Compare the row with the file before you apply the plan.',
    retryable: false,
    fixes: [],
  },
  access_unverified: {
    title: 'Could not be checked',
    explanation: 'Muster may not read this from Kore.ai, so ids and present access could not be checked beforehand.',
    remedy: 'Check the ids yourself, or give the app the missing scope in the Kore.ai admin console.',
    retryable: false,
    fixes: [],
  },
  raises_privilege: {
    title: 'Gives more power',
    explanation: 'An admin role, the developer flag or bot creation lets the user do more in the whole account.',
    remedy: 'Make sure each of these users should have it.',
    retryable: false,
    fixes: [],
  },
  loses_on_set: {
    title: 'Is lost, because the list is set exactly',
    explanation: 'The user has this today and it is not in the list the user should have exactly.',
    remedy: 'Add it to the list to keep it, or ask to add and remove instead of setting.',
    retryable: false,
    fixes: [],
  },
  removes_person: {
    title: 'Removes the user from this account',
    explanation: 'The user loses all access to this account. Muster cannot invite them again.',
    remedy: 'To bring a removed user back, invite them in the Kore.ai admin console.',
    retryable: false,
    fixes: [],
  },
  cannot_be_undone: {
    title: 'Cannot be undone',
    explanation: 'Erased conversation data is gone for good, at Kore.ai as well.',
    remedy: 'Make sure of the person and of the bots.',
    retryable: false,
    fixes: [],
  },
}
