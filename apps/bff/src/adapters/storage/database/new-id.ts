import { v7 } from 'uuid'

/** An id that sorts by creation time (UUID version 7). */
export function newId(): string {
  return v7()
}

/**
 * A text that sorts before every id created from this moment on (milliseconds since 1970) and after every older one.
 */
export function idsFrom(moment: number): string {
  return v7({ msecs: moment, seq: 0, random: new Uint8Array(16) })
}
