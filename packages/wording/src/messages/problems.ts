/** What went wrong with a request, and what to do: the details of problems. */
export const problems = [
  /*i18n*/ {
    id: 'problem.account_undecided',
    message: 'The accounts are not those you decided about. Reload the page, then decide again.',
  },
  /*i18n*/ {
    id: 'problem.sandbox_not_same',
    message: 'The built-in sandbox is no real account. Decide that they are two accounts.',
  },
  /*i18n*/ {
    id: 'problem.job_of_other_account',
    message: 'This job ran at another account. Its changes cannot be undone or retried at this one.',
  },
  /*i18n*/ {
    id: 'problem.sync_of_other_account',
    message:
      'The database holds the data of another account. An owner decides under Settings before the directory is synced or loaded.',
  },
  /*i18n*/ { id: 'problem.no_job', message: 'This job does not exist. Open the list of jobs.' },
  /*i18n*/ { id: 'problem.file_empty', message: 'The file is empty.' },
  /*i18n*/ { id: 'problem.unknown_field', message: 'A column is mapped to an unknown field.' },
  /*i18n*/ { id: 'problem.no_erasure', message: 'This erasure request does not exist. Open the list of erasures.' },
  /*i18n*/ {
    id: 'problem.too_many_tabs',
    message: 'Live updates go to at most {count, number} tabs at once. Close one of them.',
  },
  /*i18n*/ { id: 'problem.no_resource', message: 'No resource exists at this address.' },
  /*i18n*/ {
    id: 'problem.resume_while_stopped',
    message: 'All changes are stopped, so the job cannot be resumed. An owner can resume all changes under Settings.',
  },
  /*i18n*/ { id: 'problem.no_item', message: 'This job has no such item.' },
  /*i18n*/ {
    id: 'problem.resend_needs_approval',
    message:
      'Sending an erasure again needs approval. Keep it as unknown, plan the erasure again, and request approval of the plan.',
  },
  /*i18n*/ {
    id: 'problem.nothing_to_decide',
    message: 'There is nothing to decide: only an erasure whose response was lost can be sent again, and only once.',
  },
  /*i18n*/ {
    id: 'problem.job_not_ended',
    message: 'The job has not ended, so its failures may still change. Wait, or cancel it first.',
  },
  /*i18n*/ { id: 'problem.send_json', message: 'Send the body as application/json.' },
  /*i18n*/ { id: 'problem.not_a_body_of', message: "This is not a body of Kore.ai's {call}. Nothing was sent." },
  /*i18n*/ {
    id: 'problem.key_used',
    message: 'This Idempotency-Key was used for another request. Use a new key for a new request.',
  },
  /*i18n*/ { id: 'problem.plan_applied', message: 'This plan is applied already, as job {job}. A plan applies once.' },
  /*i18n*/ {
    id: 'problem.plan_replaced',
    message: 'An edit replaced this plan. Apply the newer plan.',
  },
  /*i18n*/ {
    id: 'problem.plan_not_editable',
    message: 'This plan cannot be edited. Change its file, or plan again from its report or job.',
  },
  /*i18n*/ { id: 'problem.no_user_left', message: 'No user is left in this plan. Keep or add at least one.' },
  /*i18n*/ {
    id: 'problem.plan_expired',
    message: 'This plan is older than 24 hours. Plan again and review the new plan.',
  },
  /*i18n*/ {
    id: 'problem.plan_not_reviewed',
    message: 'This is not the reviewed plan: its hash differs. Read the plan again.',
  },
  /*i18n*/ { id: 'problem.plan_changes_nothing', message: 'This plan changes no user, so there is nothing to apply.' },
  /*i18n*/ { id: 'problem.key_length', message: 'The Idempotency-Key must have 1 to 255 characters.' },
  /*i18n*/ {
    id: 'problem.plan_retried_meanwhile',
    message:
      'Part of this plan was retried or dismissed since it was planned. Nothing was sent. Plan again from the report.',
  },
  /*i18n*/ { id: 'problem.plan_changed', message: 'The plan changed while it was being applied. Read it again.' },
  /*i18n*/ {
    id: 'problem.first_sync',
    message:
      'The first sync is still running ({users, number} users so far), so unknown users cannot be detected yet. Plan again once it is complete.',
  },
  /*i18n*/ {
    id: 'problem.no_plan',
    message: 'This plan does not exist. Select users, or open a job or an upload, and plan again.',
  },
  /*i18n*/ {
    id: 'problem.selected_users_gone',
    message: 'Some of the selected users are no longer in the directory. Search again.',
  },
  /*i18n*/ { id: 'problem.no_selection', message: 'This selection does not exist. Select the users again.' },
  /*i18n*/ { id: 'problem.no_session', message: 'You have no such session. It may have ended already.' },
  /*i18n*/ { id: 'problem.too_many_sign_ins', message: 'Too many sign-ins at once. Try again in a few seconds.' },
  /*i18n*/ { id: 'problem.too_many_attempts', message: 'Too many attempts on this account. Try again in {seconds} s.' },
  /*i18n*/ {
    id: 'problem.nothing_to_correct',
    message: 'No row of this job with this cause is left to correct. Each was retried or dismissed.',
  },
  /*i18n*/ {
    id: 'problem.job_file_gone',
    message:
      'The file of this job was deleted, or its cells no longer match the request. Correct the rows in your own copy and send it.',
  },
  /*i18n*/ { id: 'problem.file_being_read', message: 'The file is still being read. Wait until its rows are checked.' },
  /*i18n*/ { id: 'problem.file_being_planned', message: 'A plan is being made of this file. Wait until it is ready.' },
  /*i18n*/ {
    id: 'problem.file_plan_applied',
    message:
      'The plan made of this file was applied, so the rows stay as they were planned. Send the file again to change it.',
  },
  /*i18n*/ { id: 'problem.no_column', message: 'The file has no column {column}.' },
  /*i18n*/ {
    id: 'problem.file_refused_correct',
    message: 'The file was refused, so it has no rows. Correct the detected format first.',
  },
  /*i18n*/ {
    id: 'problem.rows_without_file',
    message:
      'These rows were opened from a report, so there is no file to read again. Correct their cells or the column mapping.',
  },
  /*i18n*/ { id: 'problem.no_row', message: 'The file has no row {row}.' },
  /*i18n*/ {
    id: 'problem.file_refused',
    message: 'The file was refused, so it has no rows. Correct the detected format, or send another file.',
  },
  /*i18n*/ {
    id: 'problem.heading_too_long',
    message:
      '{file}: the heading of column {column} in row {row} is longer than {most} characters. Shorten it, or add a row that names the columns.',
  },
  /*i18n*/ {
    id: 'problem.row_cannot_name_columns',
    message:
      '{file}: row {row} cannot name the columns, because it is blank or not among the first rows. Choose another row, or 0 for none.',
  },
  /*i18n*/ {
    id: 'problem.no_row_below_heading',
    message:
      '{file}: row {row} was detected as the heading row, and no row is below it. Set the heading row to 0, or choose another sheet, encoding, or delimiter.',
  },
  /*i18n*/ {
    id: 'problem.too_many_files',
    message: 'You are sending {count, number} files already. Wait until one is done.',
  },
  /*i18n*/ { id: 'problem.no_upload', message: 'This upload does not exist. It may have been deleted.' },
  /*i18n*/ {
    id: 'problem.no_user',
    message: 'This user is not in the directory. They may have been removed from the account.',
  },
  /*i18n*/ {
    id: 'problem.host_not_accepted',
    message: 'This server does not accept the name in the Host header. Use the address in PUBLIC_URL.',
  },
  /*i18n*/ { id: 'problem.stopping', message: 'Muster is stopping. Retry in a moment.' },
  /*i18n*/ { id: 'problem.methods_accepted', message: 'This address accepts only {methods}.' },
  /*i18n*/ { id: 'problem.too_many_requests', message: 'Too many requests. Retry in {seconds} s.' },
  /*i18n*/ { id: 'problem.not_signed_in', message: 'You are not signed in, or your session has ended. Sign in again.' },
  /*i18n*/ {
    id: 'problem.lacks_permission',
    message: 'You lack the permission “{permission}”. A member who manages members can grant it.',
  },
  /*i18n*/ {
    id: 'problem.role_allows_no_value',
    message: 'No permission allows this value of “{field}”.',
  },
  /*i18n*/ {
    id: 'problem.no_html_forms',
    message: 'This address does not accept the content types of HTML forms. Send JSON.',
  },
  /*i18n*/ { id: 'problem.own_pages_only', message: "Only Muster's own pages can read this address." },
  /*i18n*/ {
    id: 'problem.foreign_origin',
    message: "The request does not come from Muster's own pages. A script must send Muster's address as Origin.",
  },
  /*i18n*/ {
    id: 'problem.csrf_token',
    message: 'X-Muster-CSRF is missing or belongs to another session. Read it from GET /api/session and retry.',
  },
  /*i18n*/ { id: 'problem.unknown_cursor', message: 'The list did not return this cursor. Start again without one.' },
  /*i18n*/ { id: 'problem.no_body_accepted', message: 'This address accepts no body.' },
  /*i18n*/ { id: 'problem.body_required', message: 'This address requires a JSON body.' },
  /*i18n*/ { id: 'problem.body_too_large', message: 'The body is larger than {size}. Send less, or upload a file.' },
  /*i18n*/ { id: 'problem.not_a_time', message: '"{name}" is not a time. Use the format 2026-01-31T12:00:00Z.' },
  /*i18n*/ { id: 'problem.address_encoding', message: 'The address is not valid percent-encoded UTF-8.' },
  /*i18n*/ {
    id: 'problem.database_away',
    message: 'The database cannot be reached. Saved data is safe; try again in a moment.',
  },
  /*i18n*/ {
    id: 'problem.disk_full',
    message: 'The data disk is full. Free some space and try again; saved data is safe.',
  },
  /*i18n*/ {
    id: 'problem.database_damaged',
    message:
      'The database is damaged, so Muster stopped all work and sends nothing. The server log has the damage and the way to restore a backup.',
  },
  /*i18n*/ {
    id: 'problem.internal',
    message: 'An internal error occurred. The log has the details under this request ID.',
  },
  /*i18n*/ { id: 'problem.get_and_head_only', message: 'This address accepts GET and HEAD only.' },
  /*i18n*/ { id: 'problem.no_file', message: 'This file does not exist.' },
  /*i18n*/ {
    id: 'problem.web_app_not_built',
    message: 'The web app is not built yet. Run "npm run build", then reload this page.',
  },
  /*i18n*/ {
    id: 'problem.job_calls_in_flight',
    message: 'The job is {state}, so it cannot be {action}. Wait until the calls in flight end.',
  },
  /*i18n*/ {
    id: 'problem.job_has_ended',
    message: 'The job is {state}, so it cannot be {action}. It has ended: retry what failed, or undo it.',
  },
  /*i18n*/ {
    id: 'problem.kore_credential',
    message: "Kore.ai refused Muster's credential, not yours. Kore.ai's response: {response}",
  },
  /*i18n*/ {
    id: 'problem.kore_not_json',
    message:
      "Kore.ai responded with {status} and a body that is not its JSON, so its effect is unknown. Read the users before you send it again. Kore.ai's response: {response}",
  },
  /*i18n*/ {
    id: 'problem.kore_no_response',
    message:
      'The call was sent without a response ({reason}), so its effect is unknown. Read the users before you send it again.',
  },
  /*i18n*/ { id: 'problem.plan_computing', message: 'It is still being computed.' },
  /*i18n*/ { id: 'problem.plan_not_applicable', message: 'This plan cannot be applied. {why}' },
  /*i18n*/ {
    id: 'problem.rows_do_not_add_up',
    message:
      '{file} has {rows, number} rows: {planned, number} planned, {excluded, number} excluded and {done, number} done do not add up. Nothing was planned. Check the rows again.',
  },
  /*i18n*/ {
    id: 'problem.columns_in_doubt',
    message:
      '{count, plural, one {Column {columns} is} other {Columns {columns} are}} not used, although the values or the heading suggest a change. Map each one, or choose “Not used”, before you make a plan.',
  },
  /*i18n*/ { id: 'problem.request_mismatch', message: 'The request does not match this address: {where}.' },
  /*i18n*/ { id: 'problem.query_not_acceptable', message: 'The query is not acceptable: {what}.' },
  /*i18n*/ { id: 'problem.json_not_acceptable', message: 'The body is not acceptable JSON: {what}.' },
  /*i18n*/ { id: 'problem.file_problem', message: '{file}: {problem}' },
  /*i18n*/ {
    id: 'problem.file_without_rows',
    message: '{file}: No row has a value below the headings. Enter at least one user, save the file and send it again.',
  },
  /*i18n*/ {
    id: 'problem.file_incomplete',
    message: '{file}: {loss} Nothing was read. Save the file again and send it.',
  },
  /*i18n*/ {
    id: 'problem.selection_empty',
    message: 'No user of this selection is in the directory any more. Select again.',
  },
  /*i18n*/ { id: 'problem.no_user_given', message: 'No user was given. Enter at least one user.' },
  /*i18n*/ { id: 'problem.no_row_to_plan', message: 'No row of this upload is left to plan. Check its rows.' },
  /*i18n*/ { id: 'problem.nothing_to_retry', message: 'No item of this job is left to retry with these filters.' },
  /*i18n*/ {
    id: 'problem.nothing_to_undo',
    message: 'This job changed no user who is not undone already, so there is nothing to undo.',
  },
  /*i18n*/ {
    id: 'problem.planning_defect',
    message: 'Planning stopped because of a defect in Muster. Nothing was sent. Plan again.',
  },
  /*i18n*/ {
    id: 'problem.planning_ended_muster',
    message: 'Muster stopped twice while it made this plan. Nothing was sent. Plan fewer users at once.',
  },
  /*i18n*/ {
    id: 'problem.file_too_large',
    message: 'The file is larger than {megabytes} MB. Split it and send the parts.',
  },
  /*i18n*/ { id: 'problem.one_file', message: 'Send one file, as one part named "file".' },
  /*i18n*/ {
    id: 'problem.nothing_to_dismiss',
    message: 'There is nothing to dismiss: these users did not fail, were retried, or are already dismissed.',
  },
  /*i18n*/ {
    id: 'problem.nothing_to_restore',
    message: 'There is nothing to restore: none of these users is dismissed.',
  },
  /*i18n*/ {
    id: 'problem.nothing_to_send_again',
    message: 'There is nothing to send again: no response of this job was lost, or each erasure was sent again.',
  },
  /*i18n*/ {
    id: 'problem.no_erasure_waits',
    message: 'There is nothing to decide: no erasure of this job waits for a decision.',
  },
] as const
