import { KeyTable } from '@muster/core/upload-block/key-table'
import type { TextKey } from '@muster/core/upload-block/text-key'

/** A group of issues by its key: how many rows have it, and the first of them. */
export interface GroupCount extends TextKey {
  readonly group: number
  count: number
  firstRow: number
}

const isBefore = (one: GroupCount, other: GroupCount) =>
  one.count > other.count || (one.count === other.count && one.firstRow < other.firstRow)

const mostEmpty = 1000

/** Counts the rows of each group of issues. */
export class IssueGroups {
  readonly #table = new KeyTable()
  readonly #keys: number[] = []
  readonly #checks: number[] = []
  readonly #counts: number[] = []
  readonly #firstRows: number[] = []
  #empty = 0
  /** Groups whose first row left them. */
  readonly #unknownFirst = new Set<number>()

  add(key: number, check: number, row: number): void {
    const known = this.#table.get(key, check)
    if (known === undefined) {
      this.#table.set(key, check, this.#keys.length)
      this.#keys.push(key)
      this.#checks.push(check)
      this.#counts.push(1)
      this.#firstRows.push(row)
      return
    }
    const count = this.#counts[known] ?? 0
    if (count === 0) this.#empty -= 1
    this.#counts[known] = count + 1
    if (count > 0 && row > (this.#firstRows[known] ?? 0)) return
    this.#firstRows[known] = row
    this.#unknownFirst.delete(known)
  }

  remove(key: number, check: number, row: number): void {
    const known = this.#table.get(key, check)
    if (known === undefined) return
    const count = (this.#counts[known] ?? 0) - 1
    if (count === 0) this.#empty += 1
    this.#counts[known] = count
    if (this.#firstRows[known] === row) this.#unknownFirst.add(known)
  }

  /** Whether many groups have no rows any more. */
  get hasManyEmpty(): boolean {
    return this.#empty > mostEmpty && this.#empty > this.#counts.length / 4
  }

  #at(group: number): GroupCount {
    return {
      group,
      key: this.#keys[group] ?? 0,
      check: this.#checks[group] ?? 0,
      count: this.#counts[group] ?? 0,
      firstRow: this.#firstRows[group] ?? 0,
    }
  }

  /** The largest groups; of equal ones, those that begin earlier. `firstRowOf` finds a first row that left. */
  largest(most: number, firstRowOf: (group: TextKey) => number): readonly GroupCount[] {
    const list: GroupCount[] = []
    for (let group = 0; group < this.#counts.length; group += 1) {
      const count = this.#counts[group] ?? 0
      const last = list.length < most ? undefined : list.at(-1)
      if (count === 0 || (last !== undefined && count < last.count)) continue
      // Most groups have one row: those behind the last need no object.
      if (last?.count === count && (this.#firstRows[group] ?? 0) >= last.firstRow) continue
      const one = this.#at(group)
      if (last !== undefined && !isBefore(one, last)) continue
      let at = list.length
      while (at > 0 && isBefore(one, list[at - 1] ?? one)) at -= 1
      list.splice(at, 0, one)
      if (list.length > most) list.pop()
    }
    for (const one of list) {
      if (!this.#unknownFirst.delete(one.group)) continue
      one.firstRow = firstRowOf(one)
      this.#firstRows[one.group] = one.firstRow
    }
    return list.toSorted((one, other) => other.count - one.count || one.firstRow - other.firstRow)
  }
}
