/** Limits, shown before the upload and enforced while the bytes arrive. */
export const uploadLimits = {
  fileBytes: 25 * 1024 * 1024,
  rows: 1_048_576,
  columns: 256,
  cellCharacters: 32_767,
} as const

/** Every encoding that the Encoding Standard names for decoding, the most common first. */
export const uploadEncodings = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1252',
  'windows-1250',
  'windows-1251',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'windows-1257',
  'windows-1258',
  'windows-874',
  'gb18030',
  'big5',
  'shift_jis',
  'euc-jp',
  'iso-2022-jp',
  'euc-kr',
  'iso-8859-2',
  'iso-8859-3',
  'iso-8859-4',
  'iso-8859-5',
  'iso-8859-6',
  'iso-8859-7',
  'iso-8859-8',
  'iso-8859-10',
  'iso-8859-13',
  'iso-8859-14',
  'iso-8859-15',
  'iso-8859-16',
  'koi8-r',
  'koi8-u',
  'ibm866',
  'macintosh',
  'x-mac-cyrillic',
] as const
/** A character between cells, or `addresses`: running text in which every address is a row. */
export const uploadDelimiters = [',', ';', '\t', '|', 'addresses'] as const
