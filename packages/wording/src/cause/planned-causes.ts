import type { MessageDescriptor } from '@lingui/core'
import type { CauseCode } from '@muster/core/outcome/cause'

/** The text of a cause, for administrators. */
export interface CauseMessages {
  readonly title: MessageDescriptor
  /** What happened and why. */
  readonly explanation: MessageDescriptor
  /** What to do. */
  readonly remedy: MessageDescriptor
}

/** Causes found before anything is sent: the requested change cannot work, or has an effect to know about. */
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

export const plannedCauses: Readonly<Record<PlannedCause, CauseMessages>> = {
  user_not_found: {
    title: /*i18n*/ { id: 'User not found' },
    explanation: /*i18n*/ {
      id: 'Neither the directory nor Kore.ai has a user with this email address or ID in this account.',
    },
    remedy: /*i18n*/ {
      id: 'Correct the address or ID. If the user was invited a moment ago, sync the directory and plan again.',
    },
  },
  user_ambiguous: {
    title: /*i18n*/ { id: 'Ambiguous user' },
    explanation: /*i18n*/ { id: 'Several users of the account match this identifier.' },
    remedy: /*i18n*/ { id: 'Use the email address of the user instead.' },
  },
  email_invalid: {
    title: /*i18n*/ { id: 'Invalid email address' },
    explanation: /*i18n*/ {
      id: 'An email address has text before the @, a domain with a dot after it, and no spaces.',
    },
    remedy: /*i18n*/ { id: 'Correct the address.' },
  },
  identifier_invalid: {
    title: /*i18n*/ { id: 'Invalid identifier' },
    explanation: /*i18n*/ {
      id: 'Kore.ai erases by email address, user ID (u-…), organization ID or channel user ID. Text around an identifier is not part of it.',
    },
    remedy: /*i18n*/ { id: 'Enter the identifier alone.' },
  },
  duplicate_in_plan: {
    title: /*i18n*/ { id: 'Duplicate user' },
    explanation: /*i18n*/ {
      id: 'An earlier item of the same plan changes the same user. The first item counts; this one is skipped.',
    },
    remedy: /*i18n*/ {
      id: 'Plan this change once the first one is done, or combine all changes of a user in one row.',
    },
  },
  role_not_found: {
    title: /*i18n*/ { id: 'Role not found' },
    explanation: /*i18n*/ {
      id: 'The account has no role with this ID. The role may have been deleted, or belong to another account.',
    },
    remedy: /*i18n*/ {
      id: 'Choose another role or remove it from the change. If the role is new, sync the directory first.',
    },
  },
  role_id_malformed: {
    title: /*i18n*/ { id: 'Invalid role ID' },
    explanation: /*i18n*/ {
      id: 'A role ID has 24 characters: digits and the letters a to f. Kore.ai refuses anything else.',
    },
    remedy: /*i18n*/ { id: 'Choose the role by its name, or remove it from the change.' },
  },
  role_needs_bot: {
    title: /*i18n*/ { id: 'The role needs a bot' },
    explanation: /*i18n*/ { id: 'This role applies to a bot, and the change names no bot.' },
    remedy: /*i18n*/ { id: 'Choose the bot on which the user gets the role.' },
  },
  role_is_admin: {
    title: /*i18n*/ { id: 'The role does not apply to bots' },
    explanation: /*i18n*/ {
      id: 'This is an admin role. It applies to the whole account and cannot be assigned on one bot.',
    },
    remedy: /*i18n*/ { id: 'Assign it without a bot, or choose a bot role.' },
  },
  bot_not_found: {
    title: /*i18n*/ { id: 'Bot not found' },
    explanation: /*i18n*/ {
      id: 'The account has no bot with this ID. The bot may have been deleted, or belong to another account.',
    },
    remedy: /*i18n*/ { id: 'Choose another bot. If the bot is new, sync the directory first.' },
  },
  group_not_found: {
    title: /*i18n*/ { id: 'Group not found' },
    explanation: /*i18n*/ {
      id: 'The account has no group with this ID. The group may have been deleted, or belong to another account.',
    },
    remedy: /*i18n*/ {
      id: 'Choose another group or remove it from the change. If the group is new, sync the directory first.',
    },
  },
  role_through_group: {
    title: /*i18n*/ { id: 'The role comes from a group' },
    explanation: /*i18n*/ {
      id: 'The user has this role only as a member of a group, so Muster cannot remove it from the user alone.',
    },
    remedy: /*i18n*/ {
      id: 'Remove the user from the group, or change the roles of the group in the Kore.ai admin console.',
    },
  },
  flags_conflict: {
    title: /*i18n*/ { id: 'Only developers may create bots' },
    explanation: /*i18n*/ { id: 'Kore.ai refuses a user who may create bots and is not a developer.' },
    remedy: /*i18n*/ { id: 'Turn on developer, or turn off bot creation.' },
  },
  nothing_requested: {
    title: /*i18n*/ { id: 'No change requested' },
    explanation: /*i18n*/ { id: 'The request names no group, role, flag, bot, removal or erasure for this user.' },
    remedy: /*i18n*/ { id: 'Choose a change, or exclude the user.' },
  },
  last_admin: {
    title: /*i18n*/ { id: 'The last administrator' },
    explanation: /*i18n*/ {
      id: 'This change would leave too few users with an admin role, and Muster could not restore it.',
    },
    remedy: /*i18n*/ { id: 'Assign the role to another user first, wait until that job is done, then plan again.' },
  },
  own_account: {
    title: /*i18n*/ { id: 'Your own account' },
    explanation: /*i18n*/ { id: 'This change would remove or demote the member who applies it.' },
    remedy: /*i18n*/ { id: 'Have another administrator make this change.' },
  },
  protected_user: {
    title: /*i18n*/ { id: 'The user is protected' },
    explanation: /*i18n*/ {
      id: 'MUSTER_PROTECTED_USERS lists this user. Muster removes nothing from protected users.',
    },
    remedy: /*i18n*/ { id: 'Exclude the user, or remove the user from the list and restart Muster.' },
  },
  connection_user: {
    title: /*i18n*/ { id: 'The user of the connection' },
    explanation: /*i18n*/ {
      id: 'KORE_IDENTITY names this user: the app that connects Muster to Kore.ai depends on them.',
    },
    remedy: /*i18n*/ {
      id: 'Exclude the user. To change them, assign the app to another user first and correct KORE_IDENTITY.',
    },
  },
  limit_reached: {
    title: /*i18n*/ { id: 'The limit of 24 hours is reached' },
    explanation: /*i18n*/ {
      id: 'Removals and erasures within 24 hours count together, and this one would exceed the confirmed share.',
    },
    remedy: /*i18n*/ {
      id: 'Plan again and confirm the share, or wait until the earlier removals are older than 24 hours.',
    },
  },
  row_invalid: {
    title: /*i18n*/ { id: 'Invalid request' },
    explanation: /*i18n*/ { id: 'The request for this user is incomplete or contradicts itself.' },
    remedy: /*i18n*/ { id: 'Correct the row and plan again.' },
  },
  changed_since_job: {
    title: /*i18n*/ { id: 'Changed since the job' },
    explanation: /*i18n*/ {
      id: 'Another member or system already reverted part of this job. The undo does not change that part.',
    },
    remedy: /*i18n*/ { id: 'The undo reverts only what is still as the job left it. It overwrites no other change.' },
  },
  row_warning: {
    title: /*i18n*/ { id: 'A warning in the file' },
    explanation: /*i18n*/ { id: 'The row of this user contains a value that may be a mistake.' },
    remedy: /*i18n*/ { id: 'Compare the row with the file before you apply the plan.' },
  },
  access_unverified: {
    title: /*i18n*/ { id: 'Not checked' },
    explanation: /*i18n*/ {
      id: 'Muster has no permission to read this from Kore.ai, so it could not check IDs and current access.',
    },
    remedy: /*i18n*/ { id: 'Check the IDs yourself, or grant the app the missing scope in the Kore.ai admin console.' },
  },
  raises_privilege: {
    title: /*i18n*/ { id: 'Grants elevated access' },
    explanation: /*i18n*/ {
      id: 'With an admin role, the developer flag or bot creation, a user can do more in the whole account.',
    },
    remedy: /*i18n*/ { id: 'Make sure that each of these users should have it.' },
  },
  loses_on_set: {
    title: /*i18n*/ { id: 'Removed, because the list is set exactly' },
    explanation: /*i18n*/ { id: 'The user has this today, and the exact list does not contain it.' },
    remedy: /*i18n*/ { id: 'Add it to the list to keep it, or add and remove instead of setting the list.' },
  },
  removes_person: {
    title: /*i18n*/ { id: 'Removes the user from this account' },
    explanation: /*i18n*/ { id: 'The user loses all access to this account. Muster cannot invite them again.' },
    remedy: /*i18n*/ { id: 'To restore a removed user, invite them in the Kore.ai admin console.' },
  },
  cannot_be_undone: {
    title: /*i18n*/ { id: 'Cannot be undone' },
    explanation: /*i18n*/ { id: 'Kore.ai deletes erased conversation data permanently.' },
    remedy: /*i18n*/ { id: 'Check the person and the bots before you apply the plan.' },
  },
}
