/** Zero-width and direction-changing characters, soft hyphen, byte order mark: spreadsheets and mail clients add them. */
const invisible = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g
/** Control characters, except those that separate entries. */
const controls = /[^\P{Cc}\t\n\r]/gu

/** Line ends within a cell, as word processors and old spreadsheets write them. */
const otherLineEnds = /[\v\f\u0085\u2028\u2029]/g

/** Text without control and invisible characters; those that end a line become a line feed. */
export function withoutInvisible(text: string): string {
  return text.replaceAll(otherLineEnds, '\n').replaceAll(controls, '').replaceAll(invisible, '')
}

/** Opening quotes of all languages with what may close each. */
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
const endsWithQuote = new RegExp(`\\s*[${quotes}]+$`, 'u')

/** Text without quotes at its ends, paired or not. */
export function withoutQuotes(text: string): string {
  return text.replace(startsWithQuote, '').replace(endsWithQuote, '')
}

/** What a spreadsheet keeps text in: `="E100"`. */
const asFormula = /^=\s*"((?:[^"]|"")*)"$/

/** Text without what spreadsheets put around it to keep it from being a number or a formula. */
export function withoutFormula(text: string): string {
  const [, quoted] = asFormula.exec(text) ?? []
  return quoted === undefined ? text : quoted.replaceAll('""', '"').trim()
}
