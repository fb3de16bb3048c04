/** Characters that identify a token. Shorter pieces are not recognized. */
const gram = 8
/** Minimum length of a piece to compare. */
const shortestRun = 15
const removed = '[removed]'

/**
 * Removes a token from a response: whole, in parts, reversed, as hex or base64, in UTF-16 or UTF-32, and behind `\u`, `%`
 * or `&#` escapes. An upstream or a proxy that echoes headers must not leak a token to readers of the response.
 */
export function scrubToken(text: string, token: string): string {
  // Bounded runs: the regular expression engine overflows on runs of megabytes.
  const isPiece = (run: string): boolean => holdsPiece(run, rememberedGrams(token))
  const narrow = text.replace(/[\w+/=-]{15,4000}/g, (run) => (isPiece(run) ? removed : run))
  const plain = narrow.includes('\0')
    ? narrow.replace(/(?:[\w.+/=-]\0{1,3}){14,2000}[\w.+/=-]/g, (run) =>
        isPiece(run.replaceAll('\0', '')) ? removed : run,
      )
    : narrow
  if (!/\\u00|%[0-9a-f]{2}|&#/i.test(plain)) return plain
  return plain.replace(/(?:[\w.-]|\\u00[0-9a-f]{2}|%[0-9a-f]{2}|&#x?[0-9a-f]{2,3};){15,2000}/gi, (run) =>
    isPiece(unescape(run)) ? removed : run,
  )
}

/** Compares runs of one alphabet at every eighth position: a piece of fifteen characters always covers one of them. */
function holdsPiece(run: string, grams: ReadonlySet<string>): boolean {
  if (run.length < shortestRun) return false
  for (let at = 0; at + gram <= run.length; at += gram) if (grams.has(run.slice(at, at + gram))) return true
  return grams.has(run.slice(-gram))
}

function unescape(run: string): string {
  return run.replace(/\\u00([0-9a-f]{2})|%([0-9a-f]{2})|&#x([0-9a-f]{2,3});|&#([0-9]{2,3});/gi, (_all, ...found) => {
    const [unicode, percent, hex, decimal] = found.map((part: unknown) => (typeof part === 'string' ? part : undefined))
    const code = decimal === undefined ? Number.parseInt(unicode ?? percent ?? hex ?? '0', 16) : Number(decimal)
    return code === 0 ? '' : String.fromCharCode(code)
  })
}

/** The pieces of the last token: calls share one for most of a minute. */
let remembered: { readonly token: string; readonly grams: ReadonlySet<string> } | null = null

function rememberedGrams(token: string): ReadonlySet<string> {
  if (remembered?.token !== token) remembered = { token, grams: gramsOf(token) }
  return remembered.grams
}

function gramsOf(token: string): ReadonlySet<string> {
  const bytes = Buffer.from(token)
  const hex = bytes.toString('hex')
  const reversed = Buffer.from(bytes.toReversed()).toString()
  const forms = [token, reversed, hex, hex.toUpperCase()]
  // Base64 depends on the token's offset within a group of three bytes.
  for (const before of [0, 1, 2]) {
    const shifted = Buffer.concat([Buffer.alloc(before), bytes])
    // The first and the last group also contain bits of the neighboring text.
    for (const alphabet of ['base64', 'base64url'] as const) forms.push(shifted.toString(alphabet).slice(4, -4))
  }
  const grams = new Set<string>()
  for (const form of forms) for (let at = 0; at + gram <= form.length; at += 1) grams.add(form.slice(at, at + gram))
  return grams
}
