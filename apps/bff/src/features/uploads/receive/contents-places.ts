import type { PlaceCount } from '../file-ports.ts'

const mostPlaces = 4096

/** Keeps counts by place, in bounded memory: beyond 4,096 places only every second one stays, then every fourth. */
export function placeLedger() {
  let step = 1
  let kept: PlaceCount[] = []
  let last: PlaceCount = { place: 0, sum: 0 }
  return {
    mark: (place: number, sum: number): void => {
      last = { place, sum }
      if (place % step !== 0) return
      kept.push(last)
      if (kept.length <= mostPlaces) return
      step *= 2
      kept = kept.filter((one) => one.place % step === 0)
    },
    places: (): readonly PlaceCount[] => (kept.at(-1)?.place === last.place ? kept : [...kept, last]),
  }
}

/** The places between which the first missing content lies. */
export interface LossPlace {
  readonly from: number
  readonly to: number
}

/** Compares what rows hold with what the places before them hold, and finds where the first difference lies. */
export function lossFinder(places: readonly PlaceCount[]) {
  let next = 0
  let covered = 0
  let from = 1
  let lost: LossPlace | null = null
  /** Blank places at the end hold nothing that could be missing. */
  const lastFilled = (index: number): number => {
    let at = index
    while (at > 0 && places[at - 1]?.sum === places[index]?.sum) at -= 1
    return places[at]?.place ?? 1
  }
  const compare = (place: number, sum: number): void => {
    while ((places[next + 1]?.place ?? Number.POSITIVE_INFINITY) < place) next += 1
    const known = places[next]
    // A row that covers the place, as a quoted cell over lines does, is compared at its end.
    if (lost !== null || known === undefined || known.place >= place || known.place < covered) return
    if (known.sum === sum) from = place
    else lost = { from, to: Math.max(from, lastFilled(next)) }
  }
  return {
    /** Before a row that begins at `place` and covers `length` places: `sum` is what the rows before it hold. */
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
