/** Why a file is refused, and what to do: each follows the name of the file and a colon. */
export const files = [
  /*i18n*/ { id: 'file.unnamed', message: 'The file' },
  /*i18n*/ {
    id: 'file.old_excel',
    message: 'It is an old Excel file (.xls) or password-protected. Save it as .xlsx or .csv without a password.',
  },
  /*i18n*/ { id: 'file.pdf', message: 'It is a PDF. Send a CSV or XLSX file.' },
  /*i18n*/ { id: 'file.compressed', message: 'It is compressed. Unpack it and send the CSV or XLSX file inside.' },
  /*i18n*/ { id: 'file.utf32', message: 'It is text in UTF-32. Save it in UTF-8.' },
  /*i18n*/ {
    id: 'file.web_page',
    message:
      'It is a web page or XML, regardless of its name. Open it in your spreadsheet program and save it as .xlsx or .csv.',
  },
  /*i18n*/ {
    id: 'file.open_document',
    message: 'It is an OpenDocument file. Open it in your spreadsheet program and save it as .xlsx or .csv.',
  },
  /*i18n*/ { id: 'file.empty', message: 'It is empty.' },
  /*i18n*/ {
    id: 'file.not_a_workbook',
    message: 'It ends in .xlsx but is not an Excel workbook. If it is a text file, name it .csv.',
  },
  /*i18n*/ {
    id: 'file.zip',
    message:
      'It is a ZIP container, and Muster reads only .xlsx workbooks. Save a workbook with macros (.xlsm) as .xlsx.',
  },
  /*i18n*/ {
    id: 'file.extension',
    message: 'Files that end in .{extension} are not read. Send CSV, TSV, TXT, XLSX or JSON.',
  },
  /*i18n*/ { id: 'file.memory', message: 'It needs more memory than allowed. Split it, or send it as CSV.' },
  /*i18n*/ {
    id: 'file.time',
    message:
      'It took longer than {seconds, plural, one {# second} other {# seconds}} to read. Split it, or send it as CSV.',
  },
  /*i18n*/ { id: 'file.damaged', message: 'It is damaged. Open it in the program that made it and save it again.' },
  /*i18n*/ {
    id: 'file.crash',
    message: 'It crashed the process that reads files. Open it in the program that made it and save it again.',
  },
  /*i18n*/ { id: 'file.row_columns', message: 'Row {row} has {columns} columns; the maximum is {most, number}.' },
  /*i18n*/ {
    id: 'file.line_columns',
    message: 'Line {line} has values in more than {most, number} columns. Check the delimiter.',
  },
  /*i18n*/ {
    id: 'file.line_too_long',
    message: 'Line {line} is too long to be one row. Check the line ends and the delimiter.',
  },
  /*i18n*/ {
    id: 'file.rows',
    message: 'The file has more than {most, number} rows. Split it; nothing was read.',
  },
  /*i18n*/ {
    id: 'file.utf16_shifted',
    message:
      'A byte of this UTF-16 text is missing or extra in line {line} or before, and the rest cannot be read. Save the file again, as UTF-8 if possible.',
  },
  /*i18n*/ {
    id: 'file.json_entries',
    message: 'The file has more than {most, number} entries in “{list}”. Split it; nothing was read.',
  },
  /*i18n*/ {
    id: 'file.json_not_a_body',
    message:
      'The JSON is not the body of Update Users (users), Remove Users (deleteEmailIds or orgUserIds) or Delete Customer Data (userIds).',
  },
  /*i18n*/ {
    id: 'file.json_two_lists',
    message:
      'It contains “{list}” and “{other}”, but a request has one list. Send one file for each; nothing was read.',
  },
  /*i18n*/ {
    id: 'file.json_empty_entry',
    message:
      'Entry {entry} of “{list}” is empty, so it names no user. Fill it in or remove it, then send the file again.',
  },
  /*i18n*/ {
    id: 'file.json_unread_value',
    message:
      'Entry {entry} of “{list}” has a value that Muster does not read. Remove it, or send a CSV or XLSX file; nothing was read.',
  },
  /*i18n*/ {
    id: 'file.json_entries_lost',
    message:
      'Only {read, number} of the {total, number} entries of “{list}” can be read. Save the file again and send it.',
  },
  /*i18n*/ {
    id: 'file.json_not_cells',
    message: 'Entry {entry} of "rows" is not a list of cells. Send the report as it was downloaded.',
  },
  /*i18n*/ {
    id: 'file.json_member_values',
    message: '“{member}” has more than {most, number} values. Split the file.',
  },
  /*i18n*/ {
    id: 'file.json_entry_values',
    message: 'Entry {entry} of “{list}” has more than {most, number} values. Split the file.',
  },
  /*i18n*/ { id: 'file.json_not_utf8', message: 'The JSON is not in UTF-8. Save it in UTF-8.' },
  /*i18n*/ {
    id: 'file.json_invalid',
    message: 'The file is not valid JSON. Send the body of one of Kore.ai’s three endpoints, or a CSV or XLSX file.',
  },
  /*i18n*/ { id: 'file.json_not_acceptable', message: 'The file is not acceptable JSON: {what}.' },
  /*i18n*/ { id: 'json.lone_surrogate', message: 'a text contains half of a character (lone surrogate)' },
  /*i18n*/ { id: 'json.values', message: 'it has more than {most, number} values' },
  /*i18n*/ { id: 'json.proto', message: 'the key "__proto__" is not allowed' },
  /*i18n*/ { id: 'json.duplicate_key', message: 'duplicate key {key}' },
  /*i18n*/ { id: 'json.keys', message: 'an object has more than {most, number} keys' },
  /*i18n*/ { id: 'json.depth', message: 'it is nested deeper than {most, number} levels' },
  /*i18n*/ { id: 'json.text', message: 'a text has more than {most, number} characters' },
  /*i18n*/ { id: 'loss.records', message: 'Only {read, number} of its {total, number} entries are in its rows.' },
  /*i18n*/ { id: 'loss.addresses', message: 'Only {read, number} of its {total, number} addresses are in its rows.' },
  /*i18n*/ {
    id: 'loss.characters',
    message: 'Only {read, number} of its {total, number} letters and digits are in its rows.',
  },
  /*i18n*/ {
    id: 'loss.lines',
    message: 'Only {read, number} of its {total, number} lines with a value are in its rows.',
  },
  /*i18n*/ {
    id: 'loss.cells',
    message: 'Only {read, number} of its {total, number} cells with a value are in its rows.',
  },
  /*i18n*/ {
    id: 'loss.columns',
    message: 'Only {read, number} of its {total, number} columns with a value are in its rows.',
  },
  /*i18n*/ { id: 'loss.formulas', message: 'Only {read, number} of its {total, number} formulas are in its rows.' },
  /*i18n*/ { id: 'loss.in_row', message: '{loss} The first missing one is in row {row}.' },
  /*i18n*/ {
    id: 'loss.between_rows',
    message: '{loss} The first missing one is between rows {from} and {to}.',
  },
  /*i18n*/ { id: 'loss.in_line', message: '{loss} The first missing one is in line {line}.' },
  /*i18n*/ {
    id: 'loss.between_lines',
    message: '{loss} The first missing one is between lines {from} and {to}.',
  },
  /*i18n*/ {
    id: 'file.second_table',
    message:
      '{file}: row {row}, “{text}”, begins another table or part, so the rows below may request something else. Save each part as its own file.',
  },
  /*i18n*/ {
    id: 'problem.columns_conditional',
    message:
      '{count, plural, one {Column {columns} limits} other {Columns {columns} limit}} when or where rows count. Muster applies every row at once, and nothing expires. Choose “Not used” for each to continue without the limit.',
  },
] as const
