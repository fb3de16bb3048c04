/** Problems of a sync, records that could not be read, and the file of users that replaces a sync. */
export const directory = [
  /*i18n*/ { id: 'list.users', message: 'users' },
  /*i18n*/ { id: 'list.groups', message: 'groups' },
  /*i18n*/ { id: 'list.roles', message: 'roles' },
  /*i18n*/ { id: 'list.bots', message: 'bots' },
  /*i18n*/ { id: 'text.stored', message: '{sentence}' },
  /*i18n*/ { id: 'text.sentences', message: '{first} {second}' },
  /*i18n*/ {
    id: 'directory.same_page',
    message: 'Kore.ai returned the same page of {list} repeatedly. Muster removed no users.',
  },
  /*i18n*/ {
    id: 'directory.list_too_long',
    message:
      'The list of {list} has more than {most, number} records. Muster stopped reading it and removed no users. If the account has that many, increase KORE_MAX_USERS.',
  },
  /*i18n*/ {
    id: 'directory.list_beyond_total',
    message:
      'Kore.ai reports {total, number} {list} but listed {listed, number}, and the list continues. Muster stopped reading it and removed no users.',
  },
  /*i18n*/ {
    id: 'directory.list_pages',
    message: 'The list of {list} has more than {pages, number} pages. Muster stopped reading it and removed no users.',
  },
  /*i18n*/ { id: 'directory.list', message: 'The list of {list}' },
  /*i18n*/ { id: 'directory.none_listed', message: 'Kore.ai listed no users. The directory is unchanged.' },
  /*i18n*/ {
    id: 'directory.list_short',
    message: 'Kore.ai reports {total, number} users but listed {listed, number}. Muster kept the unlisted users.',
  },
  /*i18n*/ {
    id: 'directory.kept',
    message:
      'The list of users omits {count, plural, one {# user that still exists} other {# users that still exist}} at Kore.ai. Muster kept them.',
  },
  /*i18n*/ {
    id: 'directory.kept_unread',
    message:
      'The list of users omits {count, plural, one {# known user} other {# known users}}, and Kore.ai did not respond to reads of single users. Muster kept them.',
  },
  /*i18n*/ { id: 'directory.retries_within_hour', message: '{reason} Muster retries within an hour.' },
  /*i18n*/ { id: 'directory.retries', message: '{reason} Muster retries automatically.' },
  /*i18n*/ { id: 'directory.forbidden', message: 'Muster may not read {list}. {diagnosis}' },
  /*i18n*/ { id: 'directory.unread_why', message: 'Muster cannot read {list}: {diagnosis}' },
  /*i18n*/ { id: 'directory.unread', message: 'Muster cannot read {list} ({cause}).' },
  /*i18n*/ {
    id: 'directory.without_response',
    message: "{reason} Only members whose role is not limited see Kore.ai's response.",
  },
  /*i18n*/ { id: 'directory.with_response', message: "{reason} Kore.ai's response: {response}" },
  /*i18n*/ {
    id: 'directory.details_fail',
    message: 'Get User Information fails for every user, so names, statuses and groups are not up to date. {why}',
  },
  /*i18n*/ { id: 'directory.cause', message: 'Cause: {cause}.' },
  /*i18n*/ {
    id: 'directory.import_stopped',
    message: 'Loading the directory from a file stopped. Load the file again.',
  },
  /*i18n*/ { id: 'response.no_list', message: 'The response has no list "{list}".' },
  /*i18n*/ { id: 'response.no_roles', message: 'The response has no list of roles.' },
  /*i18n*/ { id: 'record.unnamed', message: 'A record without a name' },
  /*i18n*/ { id: 'record.no_object', message: 'The record is not an object.' },
  /*i18n*/ {
    id: 'record.no_username',
    message: 'The record has no username, which is the email address of a user.',
  },
  /*i18n*/ { id: 'record.username_long', message: 'The username is longer than {most, number} characters.' },
  /*i18n*/ { id: 'record.user_id_no_text', message: 'The user ID is not a text.' },
  /*i18n*/ { id: 'record.user_id_long', message: 'The user ID is longer than {most, number} characters.' },
  /*i18n*/ { id: 'record.user_id_shared', message: 'The user ID also belongs to {email}.' },
  /*i18n*/ { id: 'record.no_id', message: 'The record has no ID.' },
  /*i18n*/ { id: 'record.id_long', message: 'The ID is longer than {most, number} characters.' },
  /*i18n*/ { id: 'record.no_list', message: '"{field}" is not a list.' },
  /*i18n*/ { id: 'record.field_no_object', message: '"{field}" is not an object.' },
  /*i18n*/ { id: 'record.role_without_id', message: 'A role has no ID.' },
  /*i18n*/ { id: 'record.named_role_without_id', message: 'The role "{role}" has no ID.' },
  /*i18n*/ { id: 'record.role_without_bot', message: 'The role "{role}" has no bot, so it was skipped.' },
  /*i18n*/ {
    id: 'record.groups_without_id',
    message: '{count, plural, one {A group has no ID.} other {# groups have no ID.}}',
  },
  /*i18n*/ { id: 'record.incomplete', message: 'Name, status and groups are not up to date. {why}' },
  /*i18n*/ {
    id: 'record.read_fails',
    message: 'Reads that name this user fail; reads of other users do not.',
  },
  /*i18n*/ { id: 'record.not_in_response', message: 'The response does not include this user.' },
  /*i18n*/ { id: 'record.unknown_user', message: 'Get User Information does not know this user.' },
  /*i18n*/ { id: 'record.unreadable', message: 'The record cannot be read.' },
  /*i18n*/ { id: 'record.other_user_id', message: 'Kore.ai gives another user ID for this address: {id}.' },
  /*i18n*/ {
    id: 'csv.synced',
    message: 'The directory is synced from Kore.ai. A file would replace it with less data.',
  },
  /*i18n*/ {
    id: 'csv.line_columns',
    message: 'Line {line} has values in more than {most, number} columns. Check the delimiter.',
  },
  /*i18n*/ { id: 'csv.line_too_long', message: 'Line {line} is too long to be one row. Check the line ends.' },
  /*i18n*/ {
    id: 'csv.same_field',
    message: 'Two columns of the file are mapped to the same field. One of them is “{heading}”.',
  },
  /*i18n*/ {
    id: 'csv.no_email_column',
    message:
      'The first row must name the columns, and one of them must be “Email ID” or “Email”, or be mapped to the email address.',
  },
  /*i18n*/ { id: 'csv.no_rows', message: 'No row of the file can be used. It has no rows below the header.' },
  /*i18n*/ { id: 'csv.no_usable_row', message: 'No row of the file can be used. Row {row}: {reason}.' },
  /*i18n*/ { id: 'csv.encoding', message: 'The file is not UTF-8. Save it as “CSV UTF-8”.' },
  /*i18n*/ { id: 'csv.open_quote', message: 'a quotation mark in line {line} has no end' },
  /*i18n*/ { id: 'csv.no_email', message: 'has no email address' },
  /*i18n*/ { id: 'csv.not_an_email', message: '“{text}” is not an email address' },
  /*i18n*/ { id: 'csv.marked_delete', message: 'is marked Delete' },
  /*i18n*/ { id: 'csv.duplicate', message: '{email} is a duplicate in this file' },
] as const
