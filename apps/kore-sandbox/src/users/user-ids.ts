import { hashOf } from './hash.ts'

const hex = (value: number, digits: number): string => (value >>> 0).toString(16).padStart(8, '0').slice(0, digits)

/** A `u-` id that contains its index, so a million users need no index in memory. */
export function userIdAt(seed: number, index: number): string {
  const first = hashOf(seed, index, 90)
  const second = hashOf(seed, index, 91)
  const carried = hex(index ^ hashOf(seed, 0, 92), 8)
  const tail = `${hex(hashOf(seed, index, 93), 4)}${carried}`
  return `u-${hex(first, 8)}-${hex(second, 4)}-5${hex(second << 16, 3)}-a${hex(second << 8, 3)}-${tail}`
}

/** The index in a `u-` id; the caller must still compare the whole id. */
export function indexInUserId(seed: number, userId: string): number | undefined {
  const carried = /-[0-9a-f]{4}([0-9a-f]{8})$/.exec(userId)?.[1]
  if (carried === undefined) return undefined
  return (Number.parseInt(carried, 16) ^ hashOf(seed, 0, 92)) >>> 0
}
