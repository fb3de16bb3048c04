import type { I18n, MessageDescriptor } from '@lingui/core'
import type { UploadIssueCode } from '@muster/core/upload/upload-mapping'

interface IssueMessages {
  readonly title: MessageDescriptor
  readonly remedy: MessageDescriptor
}

const messages: Readonly<Record<UploadIssueCode, IssueMessages>> = {
  person_missing: {
    title: /*i18n*/ { id: 'The row names no user' },
    remedy: /*i18n*/ {
      id: 'Enter the email address or the organization ID, or exclude the row. If a column names the users, map it under Columns.',
    },
  },
  person_ambiguous: {
    title: /*i18n*/ { id: 'The identifiers of this row belong to different users' },
    remedy: /*i18n*/ {
      id: 'Keep the right one and clear the other. If one column was sorted alone, correct the order in the file.',
    },
  },
  person_unknown: {
    title: /*i18n*/ { id: 'No user in the directory has this identifier' },
    remedy: /*i18n*/ { id: 'Correct it, sync the directory if the user is new, or exclude the row.' },
  },
  identifier_ambiguous: {
    title: /*i18n*/ { id: 'Several users in the directory match this identifier' },
    remedy: /*i18n*/ { id: 'Use another identifier of the user: email address, organization ID or Kore.ai user ID.' },
  },
  email_invalid: {
    title: /*i18n*/ { id: 'Invalid email address' },
    remedy: /*i18n*/ { id: 'Correct the address, or exclude the row.' },
  },
  email_several: {
    title: /*i18n*/ { id: 'The cell names several users' },
    remedy: /*i18n*/ { id: 'Keep one address here, and give each of the other users a row in the file.' },
  },
  email_lookalike: {
    title: /*i18n*/ { id: 'The address has letters that look like others' },
    remedy: /*i18n*/ { id: 'Compare it letter by letter with the address of the user.' },
  },
  identifier_invalid: {
    title: /*i18n*/ { id: 'Invalid identifier' },
    remedy: /*i18n*/ { id: 'Enter the email address, Kore.ai user ID, organization ID or channel user ID alone.' },
  },
  identifier_read: {
    title: /*i18n*/ { id: 'The identifier was read from a longer text' },
    remedy: /*i18n*/ { id: 'Check that it is the right one, or type it in the cell.' },
  },
  example_row: {
    title: /*i18n*/ { id: 'This is an example row of the template' },
    remedy: /*i18n*/ { id: 'Its user does not exist: exclude the row.' },
  },
  duplicate_person: {
    title: /*i18n*/ { id: 'Duplicate user: an earlier row names the same one' },
    remedy: /*i18n*/ { id: 'Combine the rows of each user if they only add to each other, or exclude this one.' },
  },
  group_unknown: {
    title: /*i18n*/ { id: 'Group not found' },
    remedy: /*i18n*/ { id: 'Choose a group of the account, or create it in the Kore.ai admin console first.' },
  },
  group_ambiguous: {
    title: /*i18n*/ { id: 'Several groups have this name' },
    remedy: /*i18n*/ { id: 'Choose the group by its ID.' },
  },
  role_unknown: {
    title: /*i18n*/ { id: 'Role not found' },
    remedy: /*i18n*/ { id: 'Choose a role of the account.' },
  },
  role_ambiguous: {
    title: /*i18n*/ { id: 'Several roles have this name' },
    remedy: /*i18n*/ { id: 'Choose the role by its ID.' },
  },
  role_unrecognized: {
    title: /*i18n*/ { id: 'Not in the form “role on bot”' },
    remedy: /*i18n*/ { id: 'Write “Tester on Billing”, several separated by semicolons. An admin role has no bot.' },
  },
  role_without_bot: {
    title: /*i18n*/ { id: 'The role has no bot' },
    remedy: /*i18n*/ {
      id: 'Write “Tester on Billing”, or “Tester on *” for every bot. If another column names the bot, map it under Columns.',
    },
  },
  bot_unknown: {
    title: /*i18n*/ { id: 'Bot not found' },
    remedy: /*i18n*/ { id: 'Choose a bot of the account.' },
  },
  bot_ambiguous: {
    title: /*i18n*/ { id: 'Several bots have this name' },
    remedy: /*i18n*/ { id: 'Choose the bot by its ID.' },
  },
  flag_unrecognized: {
    title: /*i18n*/ { id: 'Neither yes nor no' },
    remedy: /*i18n*/ { id: 'Write yes or no, or clear the cell.' },
  },
  columns_differ: {
    title: /*i18n*/ { id: 'Two columns with the same mapping differ in this row' },
    remedy: /*i18n*/ { id: 'Clear the wrong cell, or map one of the two columns to “Not used” under Columns.' },
  },
  action_unrecognized: {
    title: /*i18n*/ { id: 'Unknown action' },
    remedy: /*i18n*/ {
      id: 'Write update, remove or erase. Muster neither invites nor activates users; the Kore.ai import does.',
    },
  },
  erase_unrecognized: {
    title: /*i18n*/ { id: 'The bots to erase from are missing' },
    remedy: /*i18n*/ { id: 'Write “all bots”, or the names of bots separated by semicolons.' },
  },
  conflicting_actions: {
    title: /*i18n*/ { id: 'The row requests two actions that exclude each other' },
    remedy: /*i18n*/ { id: 'Request an update, a removal or an erasure: one in each row.' },
  },
  list_conflict: {
    title: /*i18n*/ { id: 'The row both adds and removes the same value' },
    remedy: /*i18n*/ { id: 'Keep the value in the right column, and delete it from the other.' },
  },
  set_conflict: {
    title: /*i18n*/ { id: 'The row both sets a list and edits it' },
    remedy: /*i18n*/ { id: 'Write the additions into the list, and clear this cell.' },
  },
  flags_conflict: {
    title: /*i18n*/ { id: 'Only developers may create bots' },
    remedy: /*i18n*/ { id: 'Write yes in both columns, or no for bot creation.' },
  },
  nothing_requested: {
    title: /*i18n*/ { id: 'The row requests no change' },
    remedy: /*i18n*/ { id: 'Muster skips it. Fill in a cell to request a change.' },
  },
  blank_like: {
    title: /*i18n*/ { id: 'The value counts as blank' },
    remedy: /*i18n*/ { id: 'Nothing to do, unless it is a real value.' },
  },
  footer_row: {
    title: /*i18n*/ { id: 'This is a total or the end of the table' },
    remedy: /*i18n*/ { id: 'Muster excludes it. Include it if it names a user.' },
  },
  row_too_long: {
    title: /*i18n*/ { id: 'The row has more cells than the header' },
    remedy: /*i18n*/ {
      id: 'A cell probably contains the delimiter. Move its parts together and clear the rest, or quote the cell in the file.',
    },
  },
  row_too_short: {
    title: /*i18n*/ { id: 'The row has fewer cells than the header' },
    remedy: /*i18n*/ { id: 'The missing cells count as blank.' },
  },
  cell_too_long: {
    title: /*i18n*/ { id: 'A cell is longer than 32,767 characters' },
    remedy: /*i18n*/ { id: 'Shorten it; no sheet can hold more.' },
  },
  characters_lost: {
    title: /*i18n*/ { id: 'A value has characters that could not be read' },
    remedy: /*i18n*/ {
      id: 'The file probably has another encoding than the detected one: correct it above, or type the value here.',
    },
  },
  spaces_trimmed: {
    title: /*i18n*/ { id: 'Spaces around a value were removed' },
    remedy: /*i18n*/ { id: 'Nothing to do, unless the spaces are part of the value.' },
  },
  invisible_characters: {
    title: /*i18n*/ { id: 'A value has control or invisible characters' },
    remedy: /*i18n*/ { id: 'Muster ignores them when it searches for the user. Retype the value if no user is found.' },
  },
  quote_not_closed: {
    title: /*i18n*/ { id: 'A quote is opened in this cell and not closed' },
    remedy: /*i18n*/ {
      id: 'Muster read it as text up to the end of its line. Correct the cell, or close the quote in the file and upload it again.',
    },
  },
  quote_split: {
    title: /*i18n*/ { id: 'A quoted value is split over several cells' },
    remedy: /*i18n*/ {
      id: 'The delimiter inside the quotes separated it. Correct the cells, or put the quotes around the whole value in the file.',
    },
  },
  quote_over_rows: {
    title: /*i18n*/ { id: 'A quote is opened in one row and closed in another' },
    remedy: /*i18n*/ {
      id: 'The lines between are part of this cell, and some look like rows. Close the quote in the file and upload it again.',
    },
  },
  quote_uneven: {
    title: /*i18n*/ { id: 'A value has quotes that are not doubled' },
    remedy: /*i18n*/ { id: 'Muster read them as part of the value. Compare the row with the file.' },
  },
  address_unread: {
    title: /*i18n*/ { id: 'The row has an address that Muster does not read' },
    remedy: /*i18n*/ {
      id: 'One row names one user. Give each address a row, or map this column to “Not used” under Columns.',
    },
  },
  report_id_changed: {
    title: /*i18n*/ { id: 'The identifier differs from the one in the job' },
    remedy: /*i18n*/ {
      id: 'A spreadsheet program may have changed it when it saved the report. Use the identifier of the job, or correct the cell.',
    },
  },
  report_user_changed: {
    title: /*i18n*/ { id: 'The row names another user than the job' },
    remedy: /*i18n*/ {
      id: 'Muster plans it for the user it names now. Exclude it if the address was changed by mistake.',
    },
  },
  report_row_unknown: {
    title: /*i18n*/ { id: 'The reference of this row matches no item of a job' },
    remedy: /*i18n*/ {
      id: 'Download the report again. To plan the rows of another installation, delete the column “Row reference” first.',
    },
  },
  row_hidden: {
    title: /*i18n*/ { id: 'The row is hidden in the sheet' },
    remedy: /*i18n*/ { id: 'It counts like any other row: exclude it if it was hidden on purpose.' },
  },
  cell_formula: {
    title: /*i18n*/ { id: 'The cell contains a formula' },
    remedy: /*i18n*/ { id: 'Its stored value counts. Muster calculates nothing.' },
  },
  cell_error: {
    title: /*i18n*/ { id: 'The cell contains an error of the sheet' },
    remedy: /*i18n*/ { id: 'Correct the formula in the sheet, or type the value here.' },
  },
  cell_without_value: {
    title: /*i18n*/ { id: 'The cell contains a formula without a stored value' },
    remedy: /*i18n*/ {
      id: 'The program that wrote the file did not calculate it. Save the file in your spreadsheet program and upload it again, or type the value here.',
    },
  },
  number_displayed: {
    title: /*i18n*/ { id: 'The sheet displays this number differently' },
    remedy: /*i18n*/ { id: 'Choose which one counts: the displayed number, or the number in the cell.' },
  },
  address_in_link: {
    title: /*i18n*/ { id: 'The address is only in the link of the cell' },
    remedy: /*i18n*/ { id: 'Use the address of the link, or type the address here.' },
  },
  link_differs: {
    title: /*i18n*/ { id: 'The link of the cell has another address' },
    remedy: /*i18n*/ { id: 'The displayed address counts. Use the address of the link if you mean that user.' },
  },
  cell_struck: {
    title: /*i18n*/ { id: 'The text of the cell is struck through in the sheet' },
    remedy: /*i18n*/ {
      id: 'It counts like any other text. Exclude the row, or change the cell, if it no longer applies.',
    },
  },
  cell_unseen: {
    title: /*i18n*/ { id: 'The text of the cell is white in the sheet, on white' },
    remedy: /*i18n*/ {
      id: 'It counts like any other text. Exclude the row, or change the cell, if it no longer applies.',
    },
  },
  cell_merged: {
    title: /*i18n*/ { id: 'The cell is merged, and its value is in the first cell of the merge' },
    remedy: /*i18n*/ {
      id: 'In this row the cell is mostly blank. Fill in the value of the merged cells, or continue if it applies only to the first row.',
    },
  },
  already_done: {
    title: /*i18n*/ { id: 'The report marks this row as done, and it still is' },
    remedy: /*i18n*/ { id: 'Muster skips it.' },
  },
  done_no_longer: {
    title: /*i18n*/ { id: 'The report marks this row as done, but the account or the row differs' },
    remedy: /*i18n*/ { id: 'Muster plans it like any other row. Exclude it if you no longer need the change.' },
  },
}

/** Title of an issue of a file, and what to do about it. */
export function uploadIssueText(
  i18n: I18n,
  code: UploadIssueCode,
): { readonly title: string; readonly remedy: string } {
  const { title, remedy } = messages[code]
  return { title: i18n._(title), remedy: i18n._(remedy) }
}

/** An issue with its value: "Group not found: “Suport”." */
export function uploadIssueMessage(
  i18n: I18n,
  { code, value }: { readonly code: UploadIssueCode; readonly value: string | null },
): string {
  const { title } = uploadIssueText(i18n, code)
  return value === null ? i18n._('{title}.', { title }) : i18n._('{title}: “{value}”.', { title, value })
}

/** The issue of a row whose user an earlier row names. */
export function duplicateMessage(i18n: I18n, row: number): string {
  return i18n._('Duplicate user: row {row} names the same one.', { row })
}
