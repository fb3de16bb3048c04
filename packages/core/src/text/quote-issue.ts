/** The issue with the quotes of a record of delimited text. */
export interface QuoteIssue {
  /**
   * `not_closed`: opened and never closed, so it was read as text up to the end of its line; `uneven`: quotes inside the
   * cell that are not doubled; `split`: the delimiter within quotes split the cell in two.
   */
  readonly kind: 'not_closed' | 'uneven' | 'split'
  readonly column: number
  readonly line: number
}

const pairs = [
  { open: '"', close: '"' },
  { open: '“', close: '”' },
  { open: '„', close: '“' },
  { open: '„', close: '”' },
  { open: '«', close: '»' },
  { open: '»', close: '«' },
  { open: '‹', close: '›' },
  { open: '「', close: '」' },
] as const

/** Whether a text has any quote that can open or close a cell. */
export const hasQuotes = (text: string): boolean => /["“”„«»‹›「」]/.test(text)

/** An opening quote comes before a word, and after nothing, a blank or a bracket. An inch sign does not. */
function opensAt(cell: string, open: string): number {
  for (let at = cell.lastIndexOf(open); at !== -1; at = at === 0 ? -1 : cell.lastIndexOf(open, at - 1))
    if (/^$|[\s(:=]$/.test(cell.slice(0, at)) && /^\S/.test(cell.slice(at + open.length))) return at
  return -1
}

const closes = (cell: string, close: string) => {
  const at = cell.indexOf(close)
  return at > 0 && /\S$/.test(cell.slice(0, at)) && /^(?:$|[\s),.;])/.test(cell.slice(at + close.length))
}

/** The column of a cell in which a quote is opened that only a later cell closes; null where there is none. */
export function splitQuotes(cells: readonly string[]): number | null {
  for (const { open, close } of pairs) {
    const opening = cells.findIndex((cell) => {
      if (!cell.includes(open)) return false
      const at = opensAt(cell, open)
      return at !== -1 && !cell.includes(close, at + open.length)
    })
    if (opening === -1) continue
    const later = cells.slice(opening + 1)
    if (
      later.some(
        (cell) => cell.includes(close) && !cell.slice(0, cell.indexOf(close)).includes(open) && closes(cell, close),
      )
    )
      return opening
  }
  return null
}
