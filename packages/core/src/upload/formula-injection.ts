/**
 * What a spreadsheet would run: a sign that begins a formula, also full-width or after blanks and quotes.
 * Tab, carriage return and NUL are in it because programs drop them and look at what follows.
 */
// oxlint-disable-next-line no-control-regex -- the control characters are the point
const formula = /[\s'"]*[=+\-@\t\r\0＝＋－＠]/.source

/**
 * Where a program may see a cell begin: at the start, and behind what separates cells elsewhere. Excel set to a language
 * that writes lists with semicolons splits a line at them, and takes a quote in the middle of a line for a letter.
 */
const begins = /(?<=^|[;\t\r\n])/.source
const dangerous = new RegExp(`${begins}(?=${formula})`, 'g')
const defused = new RegExp(`${begins}'(?=${formula})`, 'g')

/** A cell that no spreadsheet runs: an apostrophe where needed. `plainCell` takes exactly those away again. */
export function neutralCell(value: string): string {
  return value.replace(dangerous, "'")
}

/** What was in a cell before `neutralCell`. */
export function plainCell(cell: string): string {
  return cell.replace(defused, '')
}
