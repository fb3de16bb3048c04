/**
 * Text that PostgreSQL can store: no NUL and no half of a surrogate pair, both of which `text` and `jsonb` refuse.
 * Either becomes U+FFFD: a hostile name must not make a whole batch unstorable.
 */
export function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD')
}

/** JSON whose every string (keys too) is storable; for `jsonb` parameters on both drivers. */
export function storableJson(value: unknown): string {
  const plain = JSON.stringify(value)
  // `JSON.stringify` escapes both; searching the text for the escapes is much faster than inspecting every value.
  return /\\u(0000|d[89a-f])/.test(plain) ? cleanedJson(value) : plain
}

function cleanedJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner === 'string') return storableText(inner)
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner
    const entries = Object.entries(inner)
    return entries.every(([key]) => storableText(key) === key)
      ? inner
      : Object.fromEntries(entries.map(([key, held]) => [storableText(key), held]))
  })
}
