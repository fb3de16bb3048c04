/** Lines of the audit about members, files, the directory and Muster itself. */
export const acts = [
  /*i18n*/ {
    id: 'audit.person_erased',
    message:
      'A person was erased from {entries, plural, one {# entry} other {# entries}} of the audit and {requests, plural, one {# erasure} other {# erasures}}',
  },
  /*i18n*/ {
    id: 'audit.person_erased_everywhere',
    message:
      'A person was erased from {entries, plural, one {# entry} other {# entries}} of the audit, {requests, plural, one {# erasure} other {# erasures}}, {cases, plural, one {# case} other {# cases}}, {plans, plural, one {# plan} other {# plans}}, {jobs, plural, one {# job} other {# jobs}}, {files, plural, one {# file} other {# files}} and {others, plural, one {# other record} other {# other records}}',
  },
  /*i18n*/ {
    id: 'audit.jobs_swept',
    message:
      'Muster deleted {jobs, plural, one {# job} other {# jobs}} that ended more than {days, plural, one {# day} other {# days}} ago',
  },
  /*i18n*/ {
    id: 'audit.plans_swept',
    message:
      'Muster deleted {plans, plural, one {# plan} other {# plans}} not applied within {days, plural, one {# day} other {# days}}',
  },
  /*i18n*/ {
    id: 'audit.selections_swept',
    message:
      'Muster deleted {selections, plural, one {# selection} other {# selections}} of users after {days, plural, one {# day} other {# days}}',
  },
  /*i18n*/ {
    id: 'audit.responses_swept',
    message:
      "Muster deleted Kore.ai's responses of {jobs, plural, one {# job} other {# jobs}} that ended more than {days, plural, one {# day} other {# days}} ago",
  },
  /*i18n*/ {
    id: 'audit.cases_swept',
    message:
      'Muster deleted {cases, plural, one {# erasure case} other {# erasure cases}} closed more than {days, plural, one {# day} other {# days}} ago',
  },
  /*i18n*/ {
    id: 'audit.notices_swept',
    message:
      'Muster deleted {notices, plural, one {# notice} other {# notices}} after {days, plural, one {# day} other {# days}}',
  },
  /*i18n*/ {
    id: 'audit.emails_swept',
    message:
      'Muster deleted {emails, plural, one {# email} other {# emails}} that ended more than {days, plural, one {# day} other {# days}} ago',
  },
  /*i18n*/ {
    id: 'audit.files_swept',
    message:
      'Muster deleted {files, plural, one {# file} other {# files}} with all rows after {days, plural, one {# day} other {# days}}',
  },
  /*i18n*/ { id: 'audit.audit_exported', message: '{actor} exported the audit as {format} (SHA-256 {hash})' },
  /*i18n*/ {
    id: 'audit.audit_export_aborted',
    message: '{actor} began to export the audit as {format}; it was aborted',
  },
  /*i18n*/ { id: 'job.stopped_by', message: 'Stopped by {member}' },
  /*i18n*/ { id: 'audit.stopped', message: '{actor} stopped all changes' },
  /*i18n*/ { id: 'audit.stopped_because', message: '{actor} stopped all changes: {reason}' },
  /*i18n*/ { id: 'audit.resumed', message: '{actor} resumed all changes' },
  /*i18n*/ { id: 'audit.held', message: 'Muster held every job: the database was restored from a backup or copied' },
  /*i18n*/ { id: 'audit.released', message: '{actor} released the jobs that were held after a restore' },
  /*i18n*/ {
    id: 'audit.held_for_account',
    message: 'Muster held every job: the database is of {stored}, and Muster is connected to {connected}',
  },
  /*i18n*/ {
    id: 'audit.account_returned',
    message: 'Muster is connected to {account} again, whose data the database holds',
  },
  /*i18n*/ {
    id: 'audit.account_left',
    message:
      'Muster is connected to {to} now. Directory, drafts and selections of {from} were removed; no job was unfinished',
  },
  /*i18n*/ {
    id: 'audit.account_changed',
    message:
      '{actor} decided that {to} is another account than {from}: unfinished jobs ended, and directory, drafts and selections were removed',
  },
  /*i18n*/ {
    id: 'audit.account_is_same',
    message: '{actor} decided that {to} is the same account as {from}: jobs go on',
  },
  /*i18n*/ {
    id: 'audit.job_ended_with_account',
    message: '“{title}” ended, because Muster left {from} for {to}: {counts}',
  },
  /*i18n*/ {
    id: 'audit.secret_switched',
    message: 'Kore.ai refused one client secret and accepted the other, from {setting}',
  },
  /*i18n*/ { id: 'audit.case_opened', message: '{actor} opened the erasure case {reference}' },
  /*i18n*/ { id: 'audit.case_due_soon', message: 'The erasure case {reference} is due on {until}' },
  /*i18n*/ { id: 'audit.case_held', message: '{actor} put the erasure case {reference} on hold: {reason}' },
  /*i18n*/ { id: 'audit.case_released', message: '{actor} ended the hold of the erasure case {reference}' },
  /*i18n*/ { id: 'audit.case_removal', message: '{actor} planned the removal for the erasure case {reference}' },
  /*i18n*/ { id: 'audit.case_erasure', message: '{actor} planned the erasure of the erasure case {reference}' },
  /*i18n*/ { id: 'audit.case_closed', message: '{actor} closed the erasure case {reference}: {note}' },
  /*i18n*/ { id: 'audit.backed_up', message: 'The store was backed up to {file}' },
  /*i18n*/ {
    id: 'audit.key_lost',
    message: 'The sealing key {key} was declared lost: what it sealed stays unreadable',
  },
  /*i18n*/ {
    id: 'audit.retired',
    message: 'Muster started with the owner {owner}: {email} is no longer an owner and is signed out everywhere',
  },
  /*i18n*/ { id: 'audit.signed_in_by_link', message: '{member} signed in with a sign-in link from {address}' },
  /*i18n*/ { id: 'audit.signed_in_by_password', message: '{member} signed in with a password from {address}' },
  /*i18n*/ { id: 'audit.signed_out', message: '{member} signed out' },
  /*i18n*/ {
    id: 'audit.sessions_ended',
    message: '{member} ended {count, plural, one {# other session} other {# other sessions}} of their own',
  },
  /*i18n*/ {
    id: 'audit.link_failed',
    message: 'A sign-in from {address} failed: the sign-in link is not valid',
  },
  /*i18n*/ {
    id: 'audit.password_failed',
    message: 'A sign-in as {account} from {address} failed: wrong email or password',
  },
  /*i18n*/ {
    id: 'audit.sign_in_refused',
    message: 'A sign-in as {account} from {address} was refused: too many attempts',
  },
  /*i18n*/ {
    id: 'audit.sign_ins_refused',
    message:
      '{signIns, plural, one {# more sign-in was} other {# more sign-ins were}} refused within a minute, for {accounts, plural, one {# account} other {# accounts}}: too many attempts',
  },
  /*i18n*/ {
    id: 'audit.sign_ins_refused_or_more',
    message:
      '{signIns, plural, one {# more sign-in was} other {# more sign-ins were}} refused within a minute, for {accounts, plural, one {# account} other {# accounts}} or more: too many attempts',
  },
  /*i18n*/ {
    id: 'audit.link_made',
    message: 'A sign-in link for {owner} was created on the server',
  },
  /*i18n*/ { id: 'audit.request_refused', message: 'Muster refused {request} of {actor} from {address}: {reason}' },
  /*i18n*/ {
    id: 'audit.request_refused_more',
    message:
      'Muster refused {request} of {actor} from {address} {count, plural, one {# more time} other {# more times}} within a minute: {reason}',
  },
  // Of entries of earlier versions.
  /*i18n*/ {
    id: 'audit.request_refused_again',
    message:
      'Muster refused {request} of {actor} from {address} (and {count, plural, one {# time} other {# times}} before): {reason}',
  },
  /*i18n*/ {
    id: 'audit.connection_tested',
    message:
      '{member} tested the connection to {host}: {works, number} of {tried, number} endpoints called so far work',
  },
  /*i18n*/ {
    id: 'audit.file_sent',
    message: '{actor} sent the file "{file}" ({bytes, plural, one {# byte} other {# bytes}})',
  },
  /*i18n*/ { id: 'audit.file_deleted', message: '{actor} deleted the file "{file}"' },
  /*i18n*/ {
    id: 'audit.rows_opened',
    message: '{actor} opened {rows, plural, one {# failed row} other {# failed rows}} of "{file}" to correct them',
  },
  /*i18n*/ { id: 'audit.template_downloaded', message: '{actor} downloaded {users} as a {format} template' },
  /*i18n*/ {
    id: 'audit.addresses_copied',
    message: '{actor} copied the {count, plural, one {address of # user} other {addresses of # users}}',
  },
  /*i18n*/ { id: 'audit.access_downloaded', message: '{actor} downloaded the access of {users} as {format}' },
  /*i18n*/ {
    id: 'audit.report_downloaded',
    message: '{actor} downloaded the report of "{title}" as {format}: SHA-256 {hash}',
  },
  /*i18n*/ {
    id: 'audit.report_aborted',
    message: '{actor} began to download the report of "{title}" as {format} and aborted it',
  },
  /*i18n*/ { id: 'audit.receipt_downloaded', message: '{actor} downloaded the receipt of the erasure {request}' },
  /*i18n*/ {
    id: 'audit.directory_loaded',
    message:
      '{actor} loaded the directory from a file: {users, plural, one {# user} other {# users}}, {refused, plural, one {# row} other {# rows}} refused',
  },
  /*i18n*/ {
    id: 'audit.synced',
    message: 'Muster synced {users, plural, one {# user} other {# users}} from Kore.ai',
  },
  /*i18n*/ {
    id: 'audit.synced_unreadable',
    message:
      'Muster synced {users, plural, one {# user} other {# users}} from Kore.ai; {unreadable, plural, one {# record} other {# records}} could not be read',
  },
  /*i18n*/ { id: 'audit.with_reason', message: '{sentence}: {reason}' },
  /*i18n*/ { id: 'audit.kore_sending', message: "{member} is sending Kore.ai's {call} for {users}" },
  /*i18n*/ { id: 'audit.kore_sent', message: "{member} sent Kore.ai's {call} for {users}" },
  /*i18n*/ { id: 'audit.kore_request', message: '{sentence}: request {request}' },
  /*i18n*/ {
    id: 'problem.link_not_valid',
    message:
      'This link was used, has expired or belongs to an earlier start of Muster. Create another with `npm run sign-in-link`.',
  },
  /*i18n*/ { id: 'problem.wrong_password', message: 'The email or the password is wrong.' },
  /*i18n*/ {
    id: 'problem.not_multipart',
    message: 'The request is not multipart/form-data with a boundary. Send the file as one part named "file".',
  },
  /*i18n*/ { id: 'problem.upload_truncated', message: 'The upload is truncated or malformed. Send it again.' },
  /*i18n*/ { id: 'problem.upload_interrupted', message: 'The upload was interrupted. Send it again.' },
  /*i18n*/ {
    id: 'problem.reader_stopped_twice',
    message:
      '{file}: Muster ended twice while it read this file, so it does not read it again. Nothing was sent. Send it again; if the file may be the reason, split it first or save it as CSV.',
  },
  /*i18n*/ {
    id: 'problem.reading_bug',
    message: 'Reading stopped because of a defect in Muster. Nothing was sent. Send the file again.',
  },
] as const
