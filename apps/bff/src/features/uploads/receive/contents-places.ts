import type { PlaceCount } from '../file-ports.ts'

const maxPlaces = 4096

/** Stores counts by position in bounded memory: beyond 4,096 positions it keeps every second one, then every fourth. */
export function placeLedger() {
  let step = 1
  let kept: PlaceCount[] = []
  let last: PlaceCount = { place: 0, sum: 0 }
  return {
    mark: (place: number, sum: number): void => {
      last = { place, sum }
      if (place % step !== 0) return
      kept.push(last)
      if (kept.length <= maxPlaces) return
      step *= 2
      kept = kept.filter((one) => one.place % step === 0)
    },
    places: (): readonly PlaceCount[] => (kept.at(-1)?.place === last.place ? kept : [...kept, last]),
  }
}

/** The positions around the first missing content. */
export interface LossPlace {
  readonly from: number
  readonly to: number
}

/** Compares totals of the rows with totals of the file, and finds the first difference. */
export function lossFinder(places: readonly PlaceCount[]) {
  let next = 0
  let covered = 0
  let from = 1
  let lost: LossPlace | null = null
  /** Blank positions at the end contain nothing that could be missing. */
  const lastFilled = (index: number): number => {
    let at = index
    while (at > 0 && places[at - 1]?.sum === places[index]?.sum) at -= 1
    return places[at]?.place ?? 1
  }
  const compare = (place: number, sum: number): void => {
    while ((places[next + 1]?.place ?? Number.POSITIVE_INFINITY) < place) next += 1
    const known = places[next]
    // A row that covers the position, such as a multi-line quoted cell, is compared at its end.
    if (lost !== null || known === undefined || known.place >= place || known.place < covered) return
    if (known.sum === sum) from = place
    else lost = { from, to: Math.max(from, lastFilled(next)) }
  }
  return {
    /** Called before a row that begins at `place` and covers `length` positions: `sum` is the total of the rows before it. */
    row: (place: number, length: number, sum: number): void => {
      compare(place, sum)
      covered = place + length - 1
    },
    end: (sum: number): LossPlace | null => {
      compare(Number.POSITIVE_INFINITY, sum)
      return lost
    },
  }
}
