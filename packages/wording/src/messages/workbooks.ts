/** Why an Excel workbook is refused, and what to do. */
export const workbooks = [
  /*i18n*/ {
    id: 'workbook.part_doctype',
    message:
      'The part “{part}” of the workbook declares a document type, which no spreadsheet program writes. Nothing was read.',
  },
  /*i18n*/ {
    id: 'workbook.part_malformed',
    message:
      'The part “{part}” of the workbook is not well-formed. Open it in your spreadsheet program and save it again.',
  },
  /*i18n*/ {
    id: 'workbook.part_attributes',
    message:
      'The part “{part}” of the workbook has an element with more attributes than any spreadsheet writes. Nothing was read.',
  },
  /*i18n*/ {
    id: 'workbook.part_depth',
    message: 'The part “{part}” of the workbook is nested deeper than any spreadsheet. Nothing was read.',
  },
  /*i18n*/ {
    id: 'workbook.part_not_utf8',
    message: 'The part “{part}” of the workbook is not in UTF-8. Save it again in your spreadsheet program.',
  },
  /*i18n*/ {
    id: 'workbook.part_missing',
    message: 'The workbook lacks its part “{part}”. Save it again in your spreadsheet program.',
  },
  /*i18n*/ {
    id: 'workbook.part_leads_out',
    message:
      'The workbook has a part whose name leads out of it. It was not made by a spreadsheet program; nothing was read.',
  },
  /*i18n*/ {
    id: 'workbook.part_twice',
    message: 'The workbook has two parts named “{part}”. Save it again in your spreadsheet program.',
  },
  /*i18n*/ {
    id: 'workbook.part_link',
    message: 'The workbook has a part that is a link. Nothing was read.',
  },
  /*i18n*/ {
    id: 'workbook.parts_overlap',
    message: 'Parts of the workbook overlap, as in a file made to fill a disk. Nothing was read.',
  },
  /*i18n*/ {
    id: 'workbook.part_outside',
    message: 'A part of the workbook lies outside the file. Open it in your spreadsheet program and save it again.',
  },
  /*i18n*/ {
    id: 'workbook.parts',
    message: 'The workbook has {parts, number} parts; the maximum is {most, number}.',
  },
  /*i18n*/ { id: 'workbook.parts_more', message: 'The workbook has more than {most, number} parts.' },
  /*i18n*/ {
    id: 'workbook.part_ratio',
    message:
      'A part of the workbook unpacks to more than {ratio, number} times its size, as in a file made to exhaust memory. Nothing was read.',
  },
  /*i18n*/ {
    id: 'workbook.part_size',
    message: 'A part of the workbook unpacks to more than {megabytes, number} MB. Split it, or send it as CSV.',
  },
  /*i18n*/ {
    id: 'workbook.size',
    message: 'The workbook unpacks to more than {megabytes, number} MB. Split it, or send it as CSV.',
  },
  /*i18n*/ {
    id: 'workbook.damaged',
    message: 'The workbook is damaged: it cannot be unpacked. Open it in your spreadsheet program and save it again.',
  },
  /*i18n*/ {
    id: 'workbook.password',
    message: 'The workbook is protected by a password. Save it without one.',
  },
  /*i18n*/ {
    id: 'workbook.compression',
    message: 'The workbook is compressed in a way spreadsheets do not use. Save it again in your spreadsheet program.',
  },
  /*i18n*/ { id: 'workbook.macros', message: 'The workbook has macros. Save it as a plain .xlsx.' },
  /*i18n*/ {
    id: 'workbook.binary',
    message: 'It is a binary workbook (.xlsb). Save it as .xlsx in your spreadsheet program.',
  },
  /*i18n*/ {
    id: 'workbook.sheet_missing',
    message: 'The workbook lists a sheet “{sheet}” that is not in the file. Save it again in your spreadsheet program.',
  },
  /*i18n*/ { id: 'workbook.no_sheet', message: 'The workbook has no sheet with cells.' },
  /*i18n*/ { id: 'workbook.no_such_sheet', message: 'The workbook has no sheet named “{sheet}”.' },
  /*i18n*/ {
    id: 'workbook.cell_length',
    message: 'A cell of the workbook is longer than {most, number} characters.',
  },
  /*i18n*/ {
    id: 'workbook.cell_length_in_row',
    message: 'A cell in row {row} is longer than {most, number} characters.',
  },
  /*i18n*/ {
    id: 'workbook.text_missing',
    message: 'A cell of the workbook points to a text that is not there. Save it again in your spreadsheet program.',
  },
  /*i18n*/ { id: 'workbook.rows', message: 'The sheet has more than {most, number} rows.' },
  /*i18n*/ {
    id: 'workbook.column',
    message: 'Row {row} has a value in column {column}; the maximum is {most, number} columns.',
  },
] as const
