import { message } from '@muster/wording/message'
import { FileRefusal } from '../file-refusal.ts'

const at = 0x4000
const lineFeed = 0x0a00
const carriageReturn = 0x0d00
const tab = 0x0900
/** The indentation and the number one of Chinese and Japanese texts, which may repeat. */
const usual = new Set([0x3000, 0x4e00])
const endOfAscii = 0x7f00
const enoughUnits = 4
const enoughKinds = 3

const isShifted = (unit: number) =>
  (unit & 0xff) === 0 &&
  ((unit >= 0x2000 && unit < endOfAscii) || unit === lineFeed || unit === carriageReturn || unit === tab)

/**
 * Refuses a UTF-16 text that lost or gained a byte: all that follows is shifted, and its ASCII characters become units
 * with a zero low byte. One of them may be text; U+0A00, a shifted line feed, is no character, and neither an address
 * nor a run of several of them occurs in any language.
 */
export function shiftFinder(): { see(text: string): void } {
  let line = 1
  let last = 0
  let run: number[] = []
  const isProof = () =>
    run.includes(lineFeed) ||
    (run.length > 1 && run.includes(carriageReturn)) ||
    (run.length > 2 && run.includes(at)) ||
    (run.length >= enoughUnits && new Set(run.filter((unit) => !usual.has(unit))).size >= enoughKinds)
  const seeUnit = (unit: number) => {
    if (unit === 0x0d || (unit === 0x0a && last !== 0x0d)) line += 1
    last = unit
    if (!isShifted(unit)) {
      if (run.length > 0) run = []
      return
    }
    run.push(unit)
    if (isProof()) throw new FileRefusal(message('file.utf16_shifted', { line }))
  }
  return {
    see(text) {
      for (let index = 0; index < text.length; index += 1) seeUnit(text.charCodeAt(index))
    },
  }
}
