import { createHmac } from 'node:crypto'

/** Something that left Muster: a response, a log, a file. */
export interface Output {
  readonly source: string
  readonly bytes: Buffer
}

export const outputOf = (source: string, text: string): Output => ({ source, bytes: Buffer.from(text) })

/** A value that no output may contain, except those whose source matches `shownIn`. */
export interface Canary {
  readonly name: string
  readonly value: string
  readonly shownIn?: RegExp
}

/** Base64 of a text inside a longer one: the characters that do not depend on its neighbors, for each of three offsets. */
function base64Inside(text: string): string[] {
  return [0, 1, 2].map((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)])
    const encoded = bytes.toString('base64').replaceAll('=', '')
    const from = Math.ceil((offset * 8) / 6)
    return encoded.slice(from, Math.floor((bytes.length * 8) / 6))
  })
}

const percent = (text: string) => Buffer.from(text).toString('hex').replaceAll(/../g, '%$&')
const bigEndian = (text: string) => Buffer.from(text, 'utf16le').swap16()

/** The forms in which a value may hide, by name. */
export function formsOf(value: string): ReadonlyMap<string, Buffer> {
  const base64 = base64Inside(value)
  const texts: [string, string][] = [
    ['plain', value],
    ['hex', Buffer.from(value).toString('hex')],
    ['upper-case hex', Buffer.from(value).toString('hex').toUpperCase()],
    ['URL-encoded', encodeURIComponent(value)],
    ['URL-encoded bytes', percent(value)],
    ['JSON', JSON.stringify(value).slice(1, -1)],
    ['reversed', value.split('').toReversed().join('')],
    ...base64.map((text, n): [string, string] => [`base64 at ${n}`, text]),
    ...base64.map((text, n): [string, string] => [`base64url at ${n}`, text.replaceAll('+', '-').replaceAll('/', '_')]),
  ]
  return new Map([
    ...texts.map(([name, text]) => [name, Buffer.from(text)] as const),
    ['UTF-16', Buffer.from(value, 'utf16le')],
    ['UTF-16, big-endian', bigEndian(value)],
  ])
}

const jwt = /eyJ[\w-]{4,}\.([\w-]{4,})\.([\w-]{43})(?![\w-])/g

/** Tokens of three parts in some bytes, as what is signed and the signature. */
function tokensIn(bytes: Buffer): { signed: string; signature: string }[] {
  if (!bytes.includes('eyJ')) return []
  return [...bytes.toString('latin1').matchAll(jwt)].map(([token, , signature = '']) => ({
    signed: token.slice(0, token.lastIndexOf('.')),
    signature,
  }))
}

interface Needle {
  readonly canary: Canary
  readonly form: string
  readonly bytes: Buffer
}

/** Finds needles in one pass over some bytes, by their first two bytes. */
function createScanner(needles: readonly Needle[]): (bytes: Buffer) => Set<Needle> {
  const byStart: (Needle[] | undefined)[] = Array.from({ length: 0x1_00_00 })
  for (const needle of needles) {
    const start = needle.bytes.readUInt16BE(0)
    byStart[start] = [...(byStart[start] ?? []), needle]
  }
  return (bytes) => {
    const found = new Set<Needle>()
    let start = bytes[0] ?? 0
    for (let at = 1; at < bytes.length; at += 1) {
      start = ((start << 8) | (bytes[at] ?? 0)) & 0xff_ff
      const candidates = byStart[start]
      if (candidates === undefined) continue
      for (const needle of candidates)
        if (needle.bytes.equals(bytes.subarray(at - 1, at - 1 + needle.bytes.length))) found.add(needle)
    }
    return found
  }
}

/** Every canary that an output contains where it must not: `name (form) in source`. */
export function findCanaries(outputs: readonly Output[], canaries: readonly Canary[]): string[] {
  const scan = createScanner(
    canaries.flatMap((canary) => [...formsOf(canary.value)].map(([form, bytes]) => ({ canary, form, bytes }))),
  )
  return outputs.flatMap(({ source, bytes }) => {
    const forms = new Map([...scan(bytes)].toReversed().map(({ canary, form }) => [canary, form]))
    const tokens = tokensIn(bytes)
    for (const canary of canaries)
      if (tokens.some(({ signed, signature }) => isSignedBy(canary.value, signed, signature)))
        forms.set(canary, forms.get(canary) ?? 'signature of a token')
    return [...forms]
      .filter(([{ shownIn }]) => shownIn?.test(source) !== true)
      .map(([{ name }, form]) => `${name} (${form}) in ${source}`)
  })
}

const isSignedBy = (secret: string, signed: string, signature: string) =>
  createHmac('sha256', secret).update(signed).digest('base64url') === signature
