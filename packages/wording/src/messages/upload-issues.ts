/** Issues of the rows of a file, and what to do about each. */
export const uploadIssues = [
  /*i18n*/ { id: 'issue.person_missing', message: 'The row names no user' },
  /*i18n*/ {
    id: 'issue_remedy.person_missing',
    message:
      'Enter the email address or the organization ID, or exclude the row. If a column names the users, map it under Columns.',
  },
  /*i18n*/ { id: 'issue.person_ambiguous', message: 'The identifiers of this row belong to different users' },
  /*i18n*/ {
    id: 'issue_remedy.person_ambiguous',
    message: 'Keep the right one and clear the other. If one column was sorted alone, correct the order in the file.',
  },
  /*i18n*/ { id: 'issue.person_unknown', message: 'No user in the directory has this identifier' },
  /*i18n*/ {
    id: 'issue_remedy.person_unknown',
    message: 'Correct it, sync the directory if the user is new, or exclude the row.',
  },
  /*i18n*/ { id: 'issue.identifier_ambiguous', message: 'Several users in the directory match this identifier' },
  /*i18n*/ {
    id: 'issue_remedy.identifier_ambiguous',
    message: 'Use another identifier of the user: email address, organization ID or Kore.ai user ID.',
  },
  /*i18n*/ { id: 'issue.email_invalid', message: 'Invalid email address' },
  /*i18n*/ { id: 'issue_remedy.email_invalid', message: 'Correct the address, or exclude the row.' },
  /*i18n*/ { id: 'issue.email_several', message: 'The cell names several users' },
  /*i18n*/ {
    id: 'issue_remedy.email_several',
    message: 'Keep one address here, and give each of the other users a row in the file.',
  },
  /*i18n*/ { id: 'issue.email_lookalike', message: 'The address has letters that look like others' },
  /*i18n*/ { id: 'issue_remedy.email_lookalike', message: 'Compare it letter by letter with the address of the user.' },
  /*i18n*/ { id: 'issue.name_differs', message: 'The directory has another name for this user' },
  /*i18n*/ {
    id: 'issue_remedy.name_differs',
    message: 'Check that the row means this user. Correct the address or the ID if it does not.',
  },
  /*i18n*/ { id: 'issue.identifier_invalid', message: 'Invalid identifier' },
  /*i18n*/ {
    id: 'issue_remedy.identifier_invalid',
    message: 'Enter the email address, Kore.ai user ID, organization ID or channel user ID alone.',
  },
  /*i18n*/ { id: 'issue.identifier_read', message: 'The identifier was read from a longer text' },
  /*i18n*/ { id: 'issue_remedy.identifier_read', message: 'Check that it is the right one, or type it in the cell.' },
  /*i18n*/ { id: 'issue.example_row', message: 'This is an example row of the template' },
  /*i18n*/ { id: 'issue_remedy.example_row', message: 'Its user does not exist: exclude the row.' },
  /*i18n*/ { id: 'issue.duplicate_person', message: 'Duplicate user: an earlier row names the same one' },
  /*i18n*/ {
    id: 'issue_remedy.duplicate_person',
    message: 'Combine the rows of each user if they only add to each other, or exclude this one.',
  },
  /*i18n*/ { id: 'issue.group_unknown', message: 'Group not found' },
  /*i18n*/ {
    id: 'issue_remedy.group_unknown',
    message: 'Choose a group of the account, or create it in the Kore.ai admin console first.',
  },
  /*i18n*/ { id: 'issue.group_ambiguous', message: 'Several groups have this name' },
  /*i18n*/ { id: 'issue_remedy.group_ambiguous', message: 'Choose the group by its ID.' },
  /*i18n*/ { id: 'issue.role_unknown', message: 'Role not found' },
  /*i18n*/ { id: 'issue_remedy.role_unknown', message: 'Choose a role of the account.' },
  /*i18n*/ { id: 'issue.role_ambiguous', message: 'Several roles have this name' },
  /*i18n*/ { id: 'issue_remedy.role_ambiguous', message: 'Choose the role by its ID.' },
  /*i18n*/ { id: 'issue.role_unrecognized', message: 'Not in the form “role on bot”' },
  /*i18n*/ {
    id: 'issue_remedy.role_unrecognized',
    message: 'Write “Tester on Billing”, several separated by semicolons. An admin role has no bot.',
  },
  /*i18n*/ { id: 'issue.role_without_bot', message: 'The role has no bot' },
  /*i18n*/ {
    id: 'issue_remedy.role_without_bot',
    message:
      'Write “Tester on Billing”, or “Tester on *” for every bot. If another column names the bot, map it under Columns.',
  },
  /*i18n*/ { id: 'issue.role_bots_unclear', message: 'The bots of the roles are not clear' },
  /*i18n*/ {
    id: 'issue_remedy.role_bots_unclear',
    message: 'Write each role with its bot, as in “Tester on Billing; Analyst on Returns”.',
  },
  /*i18n*/ { id: 'issue.bot_unknown', message: 'Bot not found' },
  /*i18n*/ { id: 'issue_remedy.bot_unknown', message: 'Choose a bot of the account.' },
  /*i18n*/ { id: 'issue.bot_ambiguous', message: 'Several bots have this name' },
  /*i18n*/ { id: 'issue_remedy.bot_ambiguous', message: 'Choose the bot by its ID.' },
  /*i18n*/ { id: 'issue.flag_unrecognized', message: 'Neither yes nor no' },
  /*i18n*/ { id: 'issue_remedy.flag_unrecognized', message: 'Write yes or no, or clear the cell.' },
  /*i18n*/ { id: 'issue.flag_ambiguous', message: 'May mean yes or no' },
  /*i18n*/ {
    id: 'issue_remedy.flag_ambiguous',
    message: 'Choose yes or no. The other values of the column leave open what this mark means.',
  },
  /*i18n*/ { id: 'issue.key_unread', message: 'Muster does not read a part of the JSON entry' },
  /*i18n*/ {
    id: 'issue_remedy.key_unread',
    message: 'Muster does not send this part. Remove it from the file, or map its column to “Not used” under Columns.',
  },
  /*i18n*/ { id: 'issue.columns_differ', message: 'Two columns with the same mapping differ in this row' },
  /*i18n*/ {
    id: 'issue_remedy.columns_differ',
    message: 'Clear the wrong cell, or map one of the two columns to “Not used” under Columns.',
  },
  /*i18n*/ { id: 'issue.action_unrecognized', message: 'Unknown action' },
  /*i18n*/ {
    id: 'issue_remedy.action_unrecognized',
    message: 'Write update, remove or erase. Muster neither invites nor activates users; the Kore.ai import does.',
  },
  /*i18n*/ { id: 'issue.erase_unrecognized', message: 'The bots to erase from are missing' },
  /*i18n*/ {
    id: 'issue_remedy.erase_unrecognized',
    message: 'Write “all bots”, or the names of bots separated by semicolons.',
  },
  /*i18n*/ { id: 'issue.conflicting_actions', message: 'The row requests two actions that exclude each other' },
  /*i18n*/ {
    id: 'issue_remedy.conflicting_actions',
    message: 'Request an update, a removal or an erasure: one in each row.',
  },
  /*i18n*/ { id: 'issue.list_conflict', message: 'The row both adds and removes the same value' },
  /*i18n*/ {
    id: 'issue_remedy.list_conflict',
    message: 'Keep the value in the right column, and delete it from the other.',
  },
  /*i18n*/ { id: 'issue.set_conflict', message: 'The row both sets a list and edits it' },
  /*i18n*/ { id: 'issue_remedy.set_conflict', message: 'Write the additions into the list, and clear this cell.' },
  /*i18n*/ { id: 'issue.flags_conflict', message: 'Only developers may create bots' },
  /*i18n*/ { id: 'issue_remedy.flags_conflict', message: 'Write yes in both columns, or no for bot creation.' },
  /*i18n*/ { id: 'issue.nothing_requested', message: 'The row requests no change' },
  /*i18n*/ { id: 'issue_remedy.nothing_requested', message: 'Muster skips it. Fill in a cell to request a change.' },
  /*i18n*/ { id: 'issue.blank_like', message: 'The value counts as blank' },
  /*i18n*/ { id: 'issue_remedy.blank_like', message: 'Nothing to do, unless it is a real value.' },
  /*i18n*/ { id: 'issue.footer_row', message: 'This is a total, a line, the headings again or the end of the table' },
  /*i18n*/ { id: 'issue_remedy.footer_row', message: 'Muster excludes it. Include it if it names a user.' },
  /*i18n*/ { id: 'issue.row_too_long', message: 'The row has more cells than the header' },
  /*i18n*/ {
    id: 'issue_remedy.row_too_long',
    message:
      'A cell probably contains the delimiter. Move its parts together and clear the rest, or quote the cell in the file.',
  },
  /*i18n*/ { id: 'issue.row_too_short', message: 'The row has fewer cells than the header' },
  /*i18n*/ { id: 'issue_remedy.row_too_short', message: 'The missing cells count as blank.' },
  /*i18n*/ { id: 'issue.cell_too_long', message: 'A cell is longer than 32,767 characters' },
  /*i18n*/ { id: 'issue_remedy.cell_too_long', message: 'Shorten it; no sheet can hold more.' },
  /*i18n*/ { id: 'issue.characters_lost', message: 'A value has characters that could not be read' },
  /*i18n*/ {
    id: 'issue_remedy.characters_lost',
    message: 'The file probably has another encoding than the detected one: correct it above, or type the value here.',
  },
  /*i18n*/ { id: 'issue.spaces_trimmed', message: 'Spaces around a value were removed' },
  /*i18n*/ { id: 'issue_remedy.spaces_trimmed', message: 'Nothing to do, unless the spaces are part of the value.' },
  /*i18n*/ { id: 'issue.invisible_characters', message: 'A value has control or invisible characters' },
  /*i18n*/ {
    id: 'issue_remedy.invisible_characters',
    message: 'Muster ignores them when it searches for the user. Retype the value if no user is found.',
  },
  /*i18n*/ { id: 'issue.quote_not_closed', message: 'A quote is opened in this cell and not closed' },
  /*i18n*/ {
    id: 'issue_remedy.quote_not_closed',
    message:
      'Muster read it as text up to the end of its line. Correct the cell, or close the quote in the file and upload it again.',
  },
  /*i18n*/ { id: 'issue.quote_split', message: 'A quoted value is split over several cells' },
  /*i18n*/ {
    id: 'issue_remedy.quote_split',
    message:
      'The delimiter inside the quotes separated it. Correct the cells, or put the quotes around the whole value in the file.',
  },
  /*i18n*/ { id: 'issue.quote_over_rows', message: 'A quote is opened in one row and closed in another' },
  /*i18n*/ {
    id: 'issue_remedy.quote_over_rows',
    message:
      'The lines between are part of this cell, and some look like rows. Close the quote in the file and upload it again.',
  },
  /*i18n*/ { id: 'issue.quote_uneven', message: 'A value has quotes that are not doubled' },
  /*i18n*/ {
    id: 'issue_remedy.quote_uneven',
    message: 'Muster read them as part of the value. Compare the row with the file.',
  },
  /*i18n*/ { id: 'issue.address_unread', message: 'The row has an address that Muster does not read' },
  /*i18n*/ {
    id: 'issue_remedy.address_unread',
    message: 'One row names one user. Give each address a row, or map this column to “Not used” under Columns.',
  },
  /*i18n*/ { id: 'issue.report_id_changed', message: 'The identifier differs from the one in the job' },
  /*i18n*/ {
    id: 'issue_remedy.report_id_changed',
    message:
      'A spreadsheet program may have changed it when it saved the report. Use the identifier of the job, or correct the cell.',
  },
  /*i18n*/ { id: 'issue.report_user_changed', message: 'The row names another user than the job' },
  /*i18n*/ {
    id: 'issue_remedy.report_user_changed',
    message: 'Muster plans it for the user it names now. Exclude it if the address was changed by mistake.',
  },
  /*i18n*/ { id: 'issue.report_row_unknown', message: 'The reference of this row matches no item of a job' },
  /*i18n*/ {
    id: 'issue_remedy.report_row_unknown',
    message:
      'Download the report again. To plan the rows of another installation, delete the column “Row reference” first.',
  },
  /*i18n*/ { id: 'issue.row_hidden', message: 'The row is hidden in the sheet' },
  /*i18n*/ {
    id: 'issue_remedy.row_hidden',
    message: 'It counts like any other row: exclude it if it was hidden on purpose.',
  },
  /*i18n*/ { id: 'issue.cell_formula', message: 'The cell contains a formula' },
  /*i18n*/ { id: 'issue_remedy.cell_formula', message: 'Its stored value counts. Muster calculates nothing.' },
  /*i18n*/ { id: 'issue.cell_error', message: 'The cell contains an error of the sheet' },
  /*i18n*/ { id: 'issue_remedy.cell_error', message: 'Correct the formula in the sheet, or type the value here.' },
  /*i18n*/ { id: 'issue.cell_without_value', message: 'The cell contains a formula without a stored value' },
  /*i18n*/ {
    id: 'issue_remedy.cell_without_value',
    message:
      'The program that wrote the file did not calculate it. Save the file in your spreadsheet program and upload it again, or type the value here.',
  },
  /*i18n*/ { id: 'issue.number_displayed', message: 'The sheet displays this number differently' },
  /*i18n*/ {
    id: 'issue_remedy.number_displayed',
    message: 'Choose which one counts: the displayed number, or the number in the cell.',
  },
  /*i18n*/ { id: 'issue.digits_lost', message: 'The ID may have lost its last digits' },
  /*i18n*/ {
    id: 'issue_remedy.digits_lost',
    message: 'Excel keeps 15 digits of a number. Compare the ID with its source, then confirm or correct it.',
  },
  /*i18n*/ { id: 'issue.address_in_link', message: 'The address is only in the link of the cell' },
  /*i18n*/ { id: 'issue_remedy.address_in_link', message: 'Use the address of the link, or type the address here.' },
  /*i18n*/ { id: 'issue.link_differs', message: 'The link of the cell has another address' },
  /*i18n*/ {
    id: 'issue_remedy.link_differs',
    message: 'The displayed address counts. Use the address of the link if you mean that user.',
  },
  /*i18n*/ { id: 'issue.cell_merged', message: 'The cell is merged, and its value is in the first cell of the merge' },
  /*i18n*/ {
    id: 'issue_remedy.cell_merged',
    message:
      'In this row the cell is mostly blank. Fill in the value of the merged cells, or continue if it applies only to the first row.',
  },
  /*i18n*/ { id: 'issue.blank_below', message: 'The cell is blank, and a cell above it has a value' },
  /*i18n*/ {
    id: 'issue_remedy.blank_below',
    message: 'If the value above also applies to this row, fill it in. Otherwise the cell stays blank.',
  },
  /*i18n*/ { id: 'issue.already_done', message: 'The report marks this row as done, and it still is' },
  /*i18n*/ { id: 'issue_remedy.already_done', message: 'Muster skips it.' },
  /*i18n*/ {
    id: 'issue.done_no_longer',
    message: 'The report marks this row as done, but the account or the row differs',
  },
  /*i18n*/ {
    id: 'issue_remedy.done_no_longer',
    message: 'Muster plans it like any other row. Exclude it if you no longer need the change.',
  },
  /*i18n*/ { id: 'issue.cell_struck', message: 'The text of the cell is struck through in the sheet' },
  /*i18n*/ {
    id: 'issue_remedy.cell_struck',
    message: 'It counts like any other text. Exclude the row, or change the cell, if it no longer applies.',
  },
  /*i18n*/ { id: 'issue.cell_unseen', message: 'The sheet does not show the text of the cell' },
  /*i18n*/ {
    id: 'issue_remedy.cell_unseen',
    message: 'It counts like any other text. Exclude the row, or change the cell, if it no longer applies.',
  },
  /*i18n*/ {
    id: 'issue.cell_conditional',
    message: 'A conditional format of the sheet may strike through or hide the text of the cell',
  },
  /*i18n*/ {
    id: 'issue_remedy.cell_conditional',
    message:
      'Only a spreadsheet program can calculate its condition. The text counts like any other: compare the row with the sheet.',
  },
  /*i18n*/ { id: 'issue.cell_commented', message: 'The cell has a comment' },
  /*i18n*/ {
    id: 'issue_remedy.cell_commented',
    message:
      'Muster does not act on comments. Exclude the row, or change its cells, if the comment requests something else.',
  },
] as const
