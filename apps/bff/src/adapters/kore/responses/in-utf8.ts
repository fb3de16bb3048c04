import { isAscii, isUtf8 } from 'node:buffer'
import type { WireResponse } from '../transport/wire-result.ts'

const charset = /;\s*charset\s*=\s*"?(?<name>[\w.:-]+)"?/i

/** The Unicode encoding of a text by its mark, or by the zeros that ASCII has in it, as JSON and HTML begin with ASCII. */
function unicodeOf(body: Buffer): string | null {
  const [first, second] = body
  if (first === undefined || second === undefined) return null
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return 'utf-16le'
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) return 'utf-16be'
  return first === 0xef && second === 0xbb && body[2] === 0xbf ? 'utf-8' : null
}

function decoderOf(name: string) {
  try {
    return new TextDecoder(name)
  } catch {
    return null
  }
}

/** Bytes that show their encoding: no text in another one is UTF-8 by chance, and UTF-16 has a mark or zeros. */
const isEvidentlyUtf8 = (body: Buffer, declared: string) =>
  (isUtf8(body) && !isAscii(body)) || /^(?:utf-?16|unicode|iso-10646-ucs-2|ucs-2|csunicode)/i.test(declared)

/**
 * A response in UTF-8 without a byte order mark. Kore.ai documents UTF-8, and JSON has no `charset` parameter (RFC 8259,
 * section 11), so a proxy may add a wrong one: the bytes decide, then the label. A proxy may also use another encoding,
 * in which names would be read wrong and an echoed token would pass.
 */
export function inUtf8(response: WireResponse): WireResponse {
  const { body, mediaType } = response
  const marked = unicodeOf(body)
  const declared = charset.exec(mediaType ?? '')?.groups?.['name'] ?? 'utf-8'
  if (marked === null && (/^utf-?8$/i.test(declared) || isEvidentlyUtf8(body, declared))) return response
  const decoder = decoderOf(marked ?? declared)
  if (decoder === null) return response
  const type = mediaType?.replace(charset, '; charset=utf-8') ?? null
  return { ...response, mediaType: type, body: Buffer.from(decoder.decode(body)) }
}
