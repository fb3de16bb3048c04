import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import { ProblemError } from '../../problem-error.ts'

const maxKeys = 50
const maxLength = 8000

const refuse = (location: string, what: Message): never => {
  throw new ProblemError('invalid_request', message('problem.query_not_acceptable', { what }), {
    errors: [{ location, message: what }],
  })
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return refuse('query', message('query.encoding'))
  }
}

/** The query with one scalar for each key. Refuses duplicate keys, brackets, NUL and malformed encodings. */
export function parseQuery(url: string): Record<string, string> {
  const mark = url.indexOf('?')
  // Without a prototype, so no key can reach one.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an empty object is a record of anything
  const query = Object.create(null) as Record<string, string>
  if (mark < 0 || mark === url.length - 1) return query
  if (url.length - mark > maxLength) refuse('query', message('query.length', { most: maxLength }))
  const pairs = url.slice(mark + 1).split('&')
  if (pairs.length > maxKeys) refuse('query', message('query.keys', { most: maxKeys }))
  for (const pair of pairs) {
    const equals = pair.indexOf('=')
    const key = decode(equals < 0 ? pair : pair.slice(0, equals))
    const value = equals < 0 ? '' : decode(pair.slice(equals + 1))
    if (!/^[A-Za-z][\w-]{0,63}$/.test(key)) refuse('query', message('query.key', { key: key.slice(0, 64) }))
    if (key in query) refuse(`query.${key}`, message('query.repeated'))
    if (value.includes('\u0000')) refuse(`query.${key}`, message('query.nul'))
    query[key] = value
  }
  return query
}
