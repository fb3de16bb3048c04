const base = 36
const tMin = 1
const tMax = 26
const skew = 38
const damp = 700
const firstBias = 72
const firstCodePoint = 128
const lastCodePoint = 0x10ffff

function adapt(delta: number, points: number, isFirst: boolean): number {
  let left = isFirst ? Math.floor(delta / damp) : delta >> 1
  left += Math.floor(left / points)
  let k = 0
  for (; left > ((base - tMin) * tMax) >> 1; k += base) left = Math.floor(left / (base - tMin))
  return k + Math.floor(((base - tMin + 1) * left) / (left + skew))
}

/** Value of a digit; `base` for what is none. */
function digitOf(character: string | undefined): number {
  if (character === undefined || !/^[a-z0-9]$/.test(character)) return base
  return character >= 'a' ? character.charCodeAt(0) - 97 : character.charCodeAt(0) - 22
}

/** Reads one variable-length integer (RFC 3492, section 3.3). Null where the digits end too early or overflow. */
function readDelta(digits: string, start: number, bias: number): { delta: number; next: number } | null {
  let delta = 0
  let weight = 1
  for (let at = start, k = base; ; at += 1, k += base) {
    const digit = digitOf(digits[at])
    delta += digit * weight
    if (digit >= base || delta > Number.MAX_SAFE_INTEGER / base) return null
    const threshold = Math.min(tMax, Math.max(tMin, k - bias))
    if (digit < threshold) return { delta, next: at + 1 }
    weight *= base - threshold
  }
}

/** The Unicode form of a label after its `xn--` (RFC 3492). Null where it is no Punycode. */
export function decodePunycode(encoded: string): string | null {
  const dash = encoded.lastIndexOf('-')
  const points = Array.from(encoded.slice(0, Math.max(0, dash)), (character) => character.codePointAt(0) ?? 0)
  const digits = encoded.slice(dash + 1)
  let codePoint = firstCodePoint
  let bias = firstBias
  let at = 0
  for (let next = 0; next < digits.length; ) {
    const read = readDelta(digits, next, bias)
    if (read === null) return null
    at += read.delta
    next = read.next
    const length = points.length + 1
    bias = adapt(read.delta, length, at === read.delta && points.length === Math.max(0, dash))
    codePoint += Math.floor(at / length)
    at %= length
    if (codePoint > lastCodePoint) return null
    points.splice(at, 0, codePoint)
    at += 1
  }
  return String.fromCodePoint(...points)
}
