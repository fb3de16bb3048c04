import type { ContentsCount, FileRow } from '../ports.ts'

const asciiLetterOrDigit = /[a-z0-9]/i
const letterOrDigit = /[\p{L}\p{N}]/u

/** Blank, or nothing in it but blanks, control characters and characters without a width. */
export const hasValue = (cell: string) => /[^\s\p{Cc}\p{Cf}]/u.test(cell)

/** Counts pieces of text, or cells: both come to the same where nothing is lost. */
export function contentsCounter() {
  let characters = 0
  let addresses = 0
  const seeCode = (code: number) => {
    if (code === 0x40) addresses += 1
    // Halves of characters beyond the basic plane are counted as they are.
    else if ((code & 0xf800) === 0xd800) characters += 1
    else if (code < 0x80) characters += asciiLetterOrDigit.test(String.fromCharCode(code)) ? 1 : 0
    else if (letterOrDigit.test(String.fromCharCode(code))) characters += 1
  }
  return {
    see: (text: string): void => {
      for (let at = 0; at < text.length; at += 1) seeCode(text.charCodeAt(at))
    },
    count: () => ({ characters, addresses }),
  }
}

/** Counts what the rows of a file hold. */
export function rowsCounter() {
  const text = contentsCounter()
  let cells = 0
  let formulas = 0
  return {
    see: (row: Pick<FileRow, 'cells' | 'formulas' | 'errors'>): void => {
      for (const cell of row.cells) {
        text.see(cell)
        if (hasValue(cell)) cells += 1
      }
      formulas += [...new Set(row.formulas)].filter(
        (at) => row.errors.includes(at) || hasValue(row.cells[at] ?? ''),
      ).length
    },
    count: (): Required<ContentsCount> => ({ ...text.count(), cells, formulas }),
  }
}

const kinds = [
  ['addresses', 'addresses'],
  ['characters', 'letters and digits'],
  ['cells', 'cells with a value'],
  ['formulas', 'formulas'],
] as const

/** What of the contents no row holds, as a sentence; null where nothing is lost. */
export function lossOf(contents: ContentsCount, read: ContentsCount): string | null {
  for (const [kind, name] of kinds) {
    const [held, found] = [contents[kind], read[kind]]
    if (held !== undefined && held !== found) return `${found ?? 0} of its ${held} ${name} are in its rows.`
  }
  return null
}
