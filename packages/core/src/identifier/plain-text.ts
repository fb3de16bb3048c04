/**
 * Characters that show nothing: zero-width and direction-changing ones, soft hyphen, byte order mark, fillers, tags.
 * Spreadsheets and mail clients add them. Variation selectors change how the sign before them is drawn.
 */
const invisible = /(?!\p{Variation_Selector})[\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb]/gu
const selectors = /\p{Variation_Selector}/gu
/** Control characters, except those that separate entries. */
const controls = /[^\P{Cc}\t\n\r]/gu

/** Most text by far; all of it is seen. */
const isPlain = /^[ -~\t\n\r]*$/

/** Line ends within a cell, as word processors and old spreadsheets write them. */
const otherLineEnds = /[\v\f\u0085\u2028\u2029]/g

/** Text without control and invisible characters; those that end a line become a line feed. */
export function withoutInvisible(text: string): string {
  if (isPlain.test(text)) return text
  return text.replaceAll(otherLineEnds, '\n').replaceAll(controls, '').replaceAll(invisible, '')
}

/** Text of an identifier without anything that cannot be seen in it. */
export function withoutUnseen(text: string): string {
  return withoutInvisible(text).replaceAll(selectors, '')
}

/** Opening quotes of all languages, each with its closing ones. */
export const quotePairs: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '`': "`'",
  '´': '´',
  '“': '”“',
  '”': '”',
  '„': '“”',
  '‟': '”',
  '‘': '’‘',
  '’': '’',
  '‚': '‘’',
  '‛': '’',
  '«': '»',
  '»': '«»',
  '‹': '›',
  '›': '‹›',
  '「': '」',
  '『': '』',
  '｢': '｣',
  '《': '》',
  '〈': '〉',
  '【': '】',
  '〝': '〞〟',
  '′': '′',
  '″': '″',
}

const quotes = [...new Set(Object.entries(quotePairs).flatMap(([open, close]) => [open, ...Array.from(close)]))].join(
  '',
)
const startsWithQuote = new RegExp(`^[${quotes}]+\\s*`, 'u')
// Each run of blanks or quotes is tried from its start alone: a cell may be nothing else.
const endsWithQuote = new RegExp(`(?:(?<!\\s)\\s+|(?<![\\s${quotes}]))[${quotes}]+$`, 'u')

/** Text without quotes at its ends, paired or not. */
export function withoutQuotes(text: string): string {
  return text.replace(startsWithQuote, '').replace(endsWithQuote, '')
}

/** What a spreadsheet keeps text in: `="E100"`. */
const asFormula = /^=\s*"((?:[^"]|"")*)"$/
/** What Python prints of bytes: `b'E100'`. */
const asBytes = /^[bu]('|")(.*)\1$/su

/** Text without what spreadsheets put around it to keep it from being a number or a formula. */
export function withoutFormula(text: string): string {
  const [, quoted] = asFormula.exec(text) ?? []
  return quoted === undefined ? text.replace(asBytes, '$2') : quoted.replaceAll('""', '"').trim()
}
