// What may stand around an entry of a list cell: its separators, and what parts a role from its bot.
const before = /(?:^|[;,\n\r@]|\son)\s*$/i
const after = /^(?:\s*(?:$|[;,\n\r@])|\s+on\s)/i

/** Where a value stands in a cell as a whole entry; a part of a longer name is none. -1 where it does not. */
function placeOf(value: string, cell: string): number {
  for (let at = cell.indexOf(value); at !== -1; at = cell.indexOf(value, at + 1)) {
    if (before.test(cell.slice(0, at)) && after.test(cell.slice(at + value.length))) return at
  }
  return -1
}

/**
 * A cell with the value at fault replaced: the whole cell where it is that value, else the entry that is it. A cell
 * without that entry stays as it is.
 */
export function replaceInCell(cell: string, value: string | null, by: string): string {
  if (value === null || value === '' || cell.trim() === value) return by
  const at = placeOf(value, cell)
  return at === -1 ? cell : `${cell.slice(0, at)}${by}${cell.slice(at + value.length)}`
}
