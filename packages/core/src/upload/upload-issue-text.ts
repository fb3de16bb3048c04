import type { IssueLevel, UploadIssueCode } from './upload-mapping.ts'

interface IssueText {
  readonly level: IssueLevel
  readonly title: string
  readonly remedy: string
}

const error = (title: string, remedy: string): IssueText => ({ level: 'error', title, remedy })
const warning = (title: string, remedy: string): IssueText => ({ level: 'warning', title, remedy })
const note = (title: string, remedy: string): IssueText => ({ level: 'note', title, remedy })

/** What each finding in a file means and what to do about it. */
export const uploadIssueText: Readonly<Record<UploadIssueCode, IssueText>> = {
  person_missing: error(
    'No user is named',
    'Fill in the email address or the organization ID, or exclude the row. Where a column names the users, choose it under Columns.',
  ),
  person_ambiguous: error(
    'The identifiers of this row do not belong to one user',
    'Keep the right one and clear the other. Where a column was sorted alone, correct the order in the file.',
  ),
  person_unknown: error(
    'Nobody in the directory has this identifier',
    'Correct it, refresh the directory if the person is new, or leave the row out.',
  ),
  identifier_ambiguous: error(
    'More than one person in the directory goes by this',
    'Name the person another way: by e-mail address, organisation id or Kore.ai’s user id.',
  ),
  email_invalid: error('This is not an e-mail address', 'Correct the address, or leave the row out.'),
  email_several: error(
    'The cell names several people',
    'One row a person: keep one address here, and give each of the others a row of its own in the file.',
  ),
  identifier_invalid: error(
    'This is not an identifier of a user',
    'Write the plain email address, Kore.ai user ID, organization ID or channel user ID, with nothing around it.',
  ),
  identifier_read: note(
    'The identifier was read from a longer text',
    'Check that it is the right one, or write it into the cell.',
  ),
  example_row: error('This is an example row of the template', 'Its person is made up: leave the row out.'),
  email_lookalike: warning(
    'The address has letters that look like others',
    'Compare it letter by letter with the person’s address before you go on.',
  ),
  duplicate_person: error(
    'An earlier row is about the same user',
    'Combine the rows of each user where they only add to each other, or exclude this one.',
  ),
  group_unknown: error(
    'There is no such group',
    'Choose one of the account’s groups, or create it in Kore.ai’s admin console first.',
  ),
  group_ambiguous: error('More than one group has this name', 'Choose the group by its id.'),
  role_unknown: error('There is no such role', 'Choose one of the account’s roles.'),
  role_ambiguous: error('More than one role has this name', 'Choose the role by its id.'),
  role_unrecognized: error(
    'This is not “role on bot”',
    'Write it as “Tester on Billing”; several with a semicolon between; an admin role stands alone.',
  ),
  role_without_bot: error(
    'The role is given on no bot',
    'Write it as “Tester on Billing”, or “Tester on *” for every bot. Where another column names the bot, say so under Columns.',
  ),
  bot_unknown: error('There is no such bot', 'Choose one of the account’s bots.'),
  bot_ambiguous: error('More than one bot has this name', 'Choose the bot by its id.'),
  flag_unrecognized: error('This is neither yes nor no', 'Write yes or no, or leave the cell blank.'),
  columns_differ: error(
    'Two columns of one meaning differ in this row',
    'Blank the wrong cell, or choose under Columns which of the two counts and ignore the other.',
  ),
  action_unrecognized: error(
    'This action is not known here',
    'Write update, remove or erase. Muster neither invites nor activates users: Kore.ai’s own import does.',
  ),
  erase_unrecognized: error(
    'It does not say which bots to erase from',
    'Write “all bots”, or the bots by name with a semicolon between.',
  ),
  conflicting_actions: error(
    'The row asks for two things that exclude each other',
    'Ask for an update, a removal or an erasure, one a row.',
  ),
  list_conflict: error(
    'The row gives and takes away the same',
    'Keep it in the column that is right, and take it out of the other.',
  ),
  set_conflict: error(
    'The row sets a list and changes it as well',
    'Write what is added into the set itself, and blank this cell.',
  ),
  // A warning: for somebody who is so already nothing is sent, and the plan stops everybody else.
  flags_conflict: warning('A bot creator must be a developer', 'Say yes in both columns, or no to creating bots.'),
  nothing_requested: note(
    'The row asks for nothing',
    'Nothing will be done for it; fill in a cell if something should.',
  ),
  blank_like: note('The value counts as blank', 'Nothing to do, unless it is meant as a value.'),
  footer_row: note('The row sums up or closes the table', 'It is excluded. Include it if it names a user.'),
  row_too_long: error(
    'The row has more cells than the header',
    'A cell probably contains the delimiter. Move its parts together and blank what is too much, or quote the cell in the file.',
  ),
  row_too_short: note('The row has fewer cells than the header', 'The missing cells count as blank.'),
  cell_too_long: error('A cell is longer than 32,767 characters', 'Shorten it; no sheet can hold more.'),
  characters_lost: warning(
    'A value has characters that could not be read',
    'The file is probably in another encoding than was understood: correct it above, or type the value here.',
  ),
  spaces_trimmed: note('Spaces around a value were left out', 'Nothing to do, unless the spaces were meant.'),
  invisible_characters: warning(
    'A value has control or invisible characters',
    'They are ignored to find the user. Retype the value if it is not found.',
  ),
  quote_not_closed: error(
    'A quote is opened in this cell and not closed',
    'It was read as text, up to the end of its line. Correct the cell, or close the quote in the file and send it again.',
  ),
  quote_split: error(
    'A quoted value is split over several cells',
    'The delimiter within the quotes separated it. Correct the cells, or put the quotes around the whole value in the file.',
  ),
  quote_over_rows: error(
    'A quote is opened in one row and closed in another',
    'The lines between are part of this cell, and some look like rows. Close the quote in the file and send it again.',
  ),
  quote_uneven: warning(
    'A value has quotes that are not doubled',
    'They were read as part of the value. Compare the row with the file.',
  ),
  report_id_changed: error(
    'The identifier differs from the one the job had in this row',
    'A spreadsheet program may have changed it when it saved the report. Take the identifier of the job, or correct the cell.',
  ),
  report_user_changed: warning(
    'The row names another user than the job had in it',
    'It is planned for the user it names now. Exclude it if the address was changed by mistake.',
  ),
  report_row_unknown: error(
    'The reference of this row names no item of a job here',
    'Download the report again. To plan the rows of another installation, delete the column “Row reference” first.',
  ),
  address_unread: error(
    'The row holds an address that is not read',
    'One row names one user. Give each address a row of its own, or say under Columns that this column is ignored.',
  ),
  row_hidden: warning(
    'The row is hidden in the sheet',
    'It counts like any other: leave it out if it was hidden for a reason.',
  ),
  cell_formula: warning('The cell holds a formula', 'Its stored value counts. Muster calculates nothing.'),
  cell_error: error(
    'The cell holds an error of the sheet',
    'Correct the formula in the sheet, or type the value here.',
  ),
  cell_without_value: error(
    'The cell holds a formula without a stored value',
    'The program that wrote the file did not calculate it. Open the file in your spreadsheet program, save it and send it again, or type the value here.',
  ),
  number_displayed: error(
    'The sheet displays this number differently',
    'Choose what counts: what the sheet displays, or the number in the cell.',
  ),
  address_in_link: error(
    'The address is only in the link of the cell',
    'Take the address of the link, or type the address here.',
  ),
  link_differs: warning(
    'The link of the cell leads to another address',
    'The displayed address counts. Take the address of the link if that is the user you mean.',
  ),
  cell_merged: warning(
    'The cell is part of merged cells, whose value stands in the first of them',
    'Here it counts as it is in this row, mostly blank: fill in the value of the merged cells, or go on if it is meant for the first row only.',
  ),
  already_done: note('The report marks this row as done, and it still is', 'It is skipped.'),
  done_no_longer: note(
    'The report marks this row as done, but the account or the row differs',
    'The row is planned like any other. Exclude it if the change is not wanted any more.',
  ),
}
