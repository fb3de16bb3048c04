/** Causes found before anything is sent: the requested change cannot work, or has an effect to know about. */
export const plannedCauses = [
  /*i18n*/ { id: 'cause_title.user_not_found', message: 'User not found' },
  /*i18n*/ {
    id: 'cause_explanation.user_not_found',
    message: 'Neither the directory nor Kore.ai has a user with this email address or ID in this account.',
  },
  /*i18n*/ {
    id: 'cause_remedy.user_not_found',
    message: 'Correct the address or ID. If the user was invited a moment ago, sync the directory and plan again.',
  },
  /*i18n*/ { id: 'cause_title.user_ambiguous', message: 'Ambiguous user' },
  /*i18n*/ { id: 'cause_explanation.user_ambiguous', message: 'Several users of the account match this identifier.' },
  /*i18n*/ { id: 'cause_remedy.user_ambiguous', message: 'Use the email address of the user instead.' },
  /*i18n*/ { id: 'cause_title.email_invalid', message: 'Invalid email address' },
  /*i18n*/ {
    id: 'cause_explanation.email_invalid',
    message: 'An email address has text before the @, a domain with a dot after it, and no spaces.',
  },
  /*i18n*/ { id: 'cause_remedy.email_invalid', message: 'Correct the address.' },
  /*i18n*/ { id: 'cause_title.identifier_invalid', message: 'Invalid identifier' },
  /*i18n*/ {
    id: 'cause_explanation.identifier_invalid',
    message:
      'Kore.ai erases by email address, user ID (u-…), organization ID or channel user ID. Text around an identifier is not part of it.',
  },
  /*i18n*/ { id: 'cause_remedy.identifier_invalid', message: 'Enter the identifier alone.' },
  /*i18n*/ { id: 'cause_title.duplicate_in_plan', message: 'Duplicate user' },
  /*i18n*/ {
    id: 'cause_explanation.duplicate_in_plan',
    message: 'An earlier item of the same plan changes the same user. The first item counts; this one is skipped.',
  },
  /*i18n*/ {
    id: 'cause_remedy.duplicate_in_plan',
    message: 'Plan this change once the first one is done, or combine all changes of a user in one row.',
  },
  /*i18n*/ { id: 'cause_title.role_not_found', message: 'Role not found' },
  /*i18n*/ {
    id: 'cause_explanation.role_not_found',
    message: 'The account has no role with this ID. The role may have been deleted, or belong to another account.',
  },
  /*i18n*/ {
    id: 'cause_remedy.role_not_found',
    message: 'Choose another role or remove it from the change. If the role is new, sync the directory first.',
  },
  /*i18n*/ { id: 'cause_title.role_id_malformed', message: 'Invalid role ID' },
  /*i18n*/ {
    id: 'cause_explanation.role_id_malformed',
    message: 'A role ID has 24 characters: digits and the letters a to f. Kore.ai refuses anything else.',
  },
  /*i18n*/ {
    id: 'cause_remedy.role_id_malformed',
    message: 'Choose the role by its name, or remove it from the change.',
  },
  /*i18n*/ { id: 'cause_title.role_needs_bot', message: 'The role needs a bot' },
  /*i18n*/ {
    id: 'cause_explanation.role_needs_bot',
    message: 'This role applies to a bot, and the change names no bot.',
  },
  /*i18n*/ { id: 'cause_remedy.role_needs_bot', message: 'Choose the bot on which the user gets the role.' },
  /*i18n*/ { id: 'cause_title.role_is_admin', message: 'The role does not apply to bots' },
  /*i18n*/ {
    id: 'cause_explanation.role_is_admin',
    message: 'This is an admin role. It applies to the whole account and cannot be assigned on one bot.',
  },
  /*i18n*/ { id: 'cause_remedy.role_is_admin', message: 'Assign it without a bot, or choose a bot role.' },
  /*i18n*/ { id: 'cause_title.role_not_assignable', message: 'No call can assign or remove the role' },
  /*i18n*/ {
    id: 'cause_explanation.role_not_assignable',
    message: 'One user has this role, and only that user can transfer it.',
  },
  /*i18n*/ {
    id: 'cause_remedy.role_not_assignable',
    message: 'Remove the role from the change. The user who has it transfers it in the admin console of Kore.ai.',
  },
  /*i18n*/ { id: 'cause_title.bot_not_found', message: 'Bot not found' },
  /*i18n*/ {
    id: 'cause_explanation.bot_not_found',
    message: 'The account has no bot with this ID. The bot may have been deleted, or belong to another account.',
  },
  /*i18n*/ {
    id: 'cause_remedy.bot_not_found',
    message: 'Choose another bot. If the bot is new, sync the directory first.',
  },
  /*i18n*/ { id: 'cause_title.group_not_found', message: 'Group not found' },
  /*i18n*/ {
    id: 'cause_explanation.group_not_found',
    message: 'The account has no group with this ID. The group may have been deleted, or belong to another account.',
  },
  /*i18n*/ {
    id: 'cause_remedy.group_not_found',
    message: 'Choose another group or remove it from the change. If the group is new, sync the directory first.',
  },
  /*i18n*/ { id: 'cause_title.role_through_group', message: 'The role comes from a group' },
  /*i18n*/ {
    id: 'cause_explanation.role_through_group',
    message: 'The user has this role only as a member of a group, so Muster cannot remove it from the user alone.',
  },
  /*i18n*/ {
    id: 'cause_remedy.role_through_group',
    message: 'Remove the user from the group, or change the roles of the group in the Kore.ai admin console.',
  },
  /*i18n*/ { id: 'cause_title.flags_conflict', message: 'Only developers may create bots' },
  /*i18n*/ {
    id: 'cause_explanation.flags_conflict',
    message: 'Kore.ai refuses a user who may create bots and is not a developer.',
  },
  /*i18n*/ { id: 'cause_remedy.flags_conflict', message: 'Turn on developer, or turn off bot creation.' },
  /*i18n*/ { id: 'cause_title.nothing_requested', message: 'No change requested' },
  /*i18n*/ {
    id: 'cause_explanation.nothing_requested',
    message: 'The request names no group, role, flag, bot, removal or erasure for this user.',
  },
  /*i18n*/ { id: 'cause_remedy.nothing_requested', message: 'Choose a change, or exclude the user.' },
  /*i18n*/ { id: 'cause_title.last_admin', message: 'No other administrator confirmed' },
  /*i18n*/ {
    id: 'cause_explanation.last_admin',
    message:
      'This change takes an admin role, and no other user is confirmed to keep it: the directory lists none, or Kore.ai did not confirm those it lists. Muster could not restore the role.',
  },
  /*i18n*/ {
    id: 'cause_remedy.last_admin',
    message:
      'Assign the role to another user first, even to one who may have it: Muster then reads that user. Plan again once that job is done.',
  },
  /*i18n*/ { id: 'cause_title.own_account', message: 'Your own account' },
  /*i18n*/ {
    id: 'cause_explanation.own_account',
    message: 'This change would remove or demote the member who applies it.',
  },
  /*i18n*/ { id: 'cause_remedy.own_account', message: 'Have another administrator make this change.' },
  /*i18n*/ { id: 'cause_title.protected_user', message: 'The user is protected' },
  /*i18n*/ {
    id: 'cause_explanation.protected_user',
    message: 'MUSTER_PROTECTED_USERS lists this user. Muster removes nothing from protected users.',
  },
  /*i18n*/ {
    id: 'cause_remedy.protected_user',
    message: 'Exclude the user, or remove the user from the list and restart Muster.',
  },
  /*i18n*/ { id: 'cause_title.connection_user', message: 'The user of the connection' },
  /*i18n*/ {
    id: 'cause_explanation.connection_user',
    message: 'KORE_IDENTITY names this user: the app that connects Muster to Kore.ai depends on them.',
  },
  /*i18n*/ {
    id: 'cause_remedy.connection_user',
    message: 'Exclude the user. To change them, assign the app to another user first and correct KORE_IDENTITY.',
  },
  /*i18n*/ { id: 'cause_title.user_out_of_scope', message: 'The user is beyond the limit' },
  /*i18n*/ {
    id: 'cause_explanation.user_out_of_scope',
    message:
      'The role of the member who made the plan is limited to users of some groups. This user is in none of them, or is not in the account.',
  },
  /*i18n*/ {
    id: 'cause_remedy.user_out_of_scope',
    message: 'Have a member without this limit make the change, or exclude the user.',
  },
  /*i18n*/ { id: 'cause_title.change_out_of_scope', message: 'The change is beyond the limit' },
  /*i18n*/ {
    id: 'cause_explanation.change_out_of_scope',
    message:
      'The role of the member who made the plan is limited to some groups or bots, and the change concerns others.',
  },
  /*i18n*/ {
    id: 'cause_remedy.change_out_of_scope',
    message: 'Have a member without this limit make the change, or choose another change.',
  },
  /*i18n*/ { id: 'cause_title.limit_reached', message: 'The limit for 24 hours is reached' },
  /*i18n*/ {
    id: 'cause_explanation.limit_reached',
    message: 'Removals and erasures within 24 hours count together, and this one would exceed the confirmed share.',
  },
  /*i18n*/ {
    id: 'cause_remedy.limit_reached',
    message: 'Plan again and confirm the share, or wait until the earlier removals are older than 24 hours.',
  },
  /*i18n*/ { id: 'cause_title.row_invalid', message: 'Invalid request' },
  /*i18n*/ {
    id: 'cause_explanation.row_invalid',
    message: 'The request for this user is incomplete or contradicts itself.',
  },
  /*i18n*/ { id: 'cause_remedy.row_invalid', message: 'Correct the row and plan again.' },
  /*i18n*/ { id: 'cause_title.changed_since_job', message: 'Changed since the job' },
  /*i18n*/ {
    id: 'cause_explanation.changed_since_job',
    message: 'Another member or system already reverted part of this job. The undo does not change that part.',
  },
  /*i18n*/ {
    id: 'cause_remedy.changed_since_job',
    message: 'The undo reverts only what is still as the job left it. It overwrites no other change.',
  },
  /*i18n*/ { id: 'cause_title.row_warning', message: 'A warning in the file' },
  /*i18n*/ {
    id: 'cause_explanation.row_warning',
    message: 'The row of this user contains a value that may be a mistake.',
  },
  /*i18n*/ { id: 'cause_remedy.row_warning', message: 'Compare the row with the file before you apply the plan.' },
  /*i18n*/ { id: 'cause_title.access_unverified', message: 'Not checked' },
  /*i18n*/ {
    id: 'cause_explanation.access_unverified',
    message: 'Muster has not read this from Kore.ai, so it could not check IDs and current access.',
  },
  /*i18n*/ {
    id: 'cause_remedy.access_unverified',
    message:
      'Sync the directory, or grant the app the missing scope in the Kore.ai admin console, and plan again. Until then a list can only be added to and removed from, unchecked.',
  },
  /*i18n*/ { id: 'cause_title.raises_privilege', message: 'Grants elevated access' },
  /*i18n*/ {
    id: 'cause_explanation.raises_privilege',
    message: 'With an admin role, the developer flag or bot creation, a user can do more in the whole account.',
  },
  /*i18n*/ { id: 'cause_remedy.raises_privilege', message: 'Make sure that each of these users should have it.' },
  /*i18n*/ { id: 'cause_title.loses_on_set', message: 'Removed, because the list is set exactly' },
  /*i18n*/ {
    id: 'cause_explanation.loses_on_set',
    message: 'The user has this today, and the exact list does not contain it.',
  },
  /*i18n*/ {
    id: 'cause_remedy.loses_on_set',
    message: 'Add it to the list to keep it, or add and remove instead of setting the list.',
  },
  /*i18n*/ { id: 'cause_title.removes_person', message: 'Removes the user from this account' },
  /*i18n*/ {
    id: 'cause_explanation.removes_person',
    message: 'The user loses all access to this account. Muster cannot invite them again.',
  },
  /*i18n*/ {
    id: 'cause_remedy.removes_person',
    message: 'To restore a removed user, invite them in the Kore.ai admin console.',
  },
  /*i18n*/ { id: 'cause_title.cannot_be_undone', message: 'Cannot be undone' },
  /*i18n*/ {
    id: 'cause_explanation.cannot_be_undone',
    message: 'Kore.ai deletes erased conversation data permanently.',
  },
  /*i18n*/ { id: 'cause_remedy.cannot_be_undone', message: 'Check the person and the bots before you apply the plan.' },
] as const
