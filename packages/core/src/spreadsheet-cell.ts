/**
 * What a spreadsheet would run: a sign that begins a formula, also full-width or after blanks and quotes.
 * Tab, carriage return and NUL are in it because programs drop them and look at what follows.
 */
// oxlint-disable-next-line no-control-regex -- the control characters are the point
const formula = /^[\s'"]*[=+\-@\t\r\0＝＋－＠]/

/** A cell that no spreadsheet runs: a leading apostrophe where needed. `plainCell` takes exactly it away again. */
export function neutralCell(value: string): string {
  return formula.test(value) ? `'${value}` : value
}

/** What was in a cell before `neutralCell`. */
export function plainCell(cell: string): string {
  return cell.startsWith("'") && formula.test(cell.slice(1)) ? cell.slice(1) : cell
}
