import { message } from '@muster/wording/message'
import { ProblemError } from '../../problem-error.ts'

const maxKeys = 50
const maxLength = 8000

const refuse = (location: string, what: string): never => {
  throw new ProblemError('invalid_request', message('problem.query_not_acceptable', { what }), {
    errors: [{ location, message: what }],
  })
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return refuse('query', 'it holds a percent sequence that is not UTF-8')
  }
}

/** The query with one scalar for each key. Refuses duplicate keys, brackets, NUL and malformed encodings. */
export function parseQuery(url: string): Record<string, string> {
  const mark = url.indexOf('?')
  // Without a prototype, so no key can reach one.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an empty object is a record of anything
  const query = Object.create(null) as Record<string, string>
  if (mark < 0 || mark === url.length - 1) return query
  if (url.length - mark > maxLength) refuse('query', `it is longer than ${maxLength} characters`)
  const pairs = url.slice(mark + 1).split('&')
  if (pairs.length > maxKeys) refuse('query', `it has more than ${maxKeys} keys`)
  for (const pair of pairs) {
    const equals = pair.indexOf('=')
    const key = decode(equals < 0 ? pair : pair.slice(0, equals))
    const value = equals < 0 ? '' : decode(pair.slice(equals + 1))
    if (!/^[A-Za-z][\w-]{0,63}$/.test(key)) refuse('query', `"${key.slice(0, 64)}" is not a name of a query key`)
    if (key in query) refuse(`query.${key}`, 'it is given more than once')
    if (value.includes('\u0000')) refuse(`query.${key}`, 'it holds a NUL character')
    query[key] = value
  }
  return query
}
