interface Surroundings {
  readonly before: RegExp
  readonly after: RegExp
}

/** What surrounds an entry of a list cell: its separators, and what divides a role from its bot. */
const usual: Surroundings = {
  before: /(?:^|[;,|\n\r；，、､،؛@]|\son)\s*$/i,
  after: /^(?:\s*(?:$|[;,|\n\r；，、､،؛@])|\s+on\s)/i,
}
/** Other signs between a role and a bot. Names contain them too, so they count only if nothing else fits. */
const rare: Surroundings = {
  before: /(?:^|[;,|\n\r；，、､،؛@:/(→]|\son|\s[-–—>→]+)\s*$/i,
  after: /^(?:\s*(?:$|[;,|\n\r；，、､،؛@:/()→])|\s+(?:on|[-–—>→]+)\s)/i,
}

/** Where a value is a whole entry of a cell. */
function placesOf(value: string, cell: string, { before, after }: Surroundings): readonly number[] {
  const places: number[] = []
  for (let at = cell.indexOf(value); at !== -1; at = cell.indexOf(value, at + 1)) {
    if (before.test(cell.slice(0, at)) && after.test(cell.slice(at + value.length))) places.push(at)
  }
  return places
}

/**
 * A cell with the invalid value replaced: the whole cell if it is that value, else the entry with it. A cell
 * without that entry stays as it is, and so does a place where the new value, which may hold the old one, is already.
 */
export function replaceInCell(cell: string, value: string | null, by: string): string {
  if (value === null || value === '' || cell.trim() === value) return by
  for (const around of [usual, rare]) {
    const done = by === '' ? [] : placesOf(by, cell, around)
    const isDone = (place: number) => done.some((from) => from <= place && place + value.length <= from + by.length)
    const places = placesOf(value, cell, around)
    const at = places.find((place) => !isDone(place))
    if (at !== undefined) return `${cell.slice(0, at)}${by}${cell.slice(at + value.length)}`
    if (places.length > 0) return cell
  }
  return cell
}
