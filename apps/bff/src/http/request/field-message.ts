import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import type * as z from 'zod/mini'

type Issue = z.core.$ZodIssue
type Typed = 'string' | 'number' | 'int' | 'boolean' | 'array' | 'object'

const types: ReadonlySet<string> = new Set<Typed>(['string', 'number', 'int', 'boolean', 'array', 'object'])
const isTyped = (type: string): type is Typed => types.has(type)

function typeMessage(expected: string, input: unknown): Message {
  if (input === undefined) return message('field.missing')
  const type = expected === 'record' ? 'object' : expected
  return isTyped(type) ? message('field.type', { expected: message(`type.${type}`) }) : message('field.not_acceptable')
}

const valueList = (values: readonly unknown[]): string => values.slice(0, 20).map(String).join(', ')

const kinds = ['email', 'orgUserId', 'userId', 'channelUserId'] as const

/** An identifier in another form than Kore.ai documents. */
function identifierMessage({ by, meant }: Readonly<Record<string, unknown>>): Message {
  const kind = kinds.find((one) => one === by)
  if (kind === undefined) return message('field.not_acceptable')
  const example = message(`example.${kind}`)
  return typeof meant === 'string'
    ? message('field.identifier_meant', { example, meant })
    : message('field.identifier', { example })
}

/** The issue of a field as a code with facts. */
export function fieldMessage(issue: Issue): Message {
  switch (issue.code) {
    case 'invalid_type':
      return typeMessage(issue.expected, issue.input)
    case 'too_big': {
      const most = Number(issue.maximum)
      if (issue.origin === 'string') return message('field.too_long', { most })
      return issue.origin === 'array' ? message('field.too_many', { most }) : message('field.too_large', { most })
    }
    case 'too_small': {
      const least = Number(issue.minimum)
      if (issue.origin === 'string') return message('field.too_short', { least })
      return issue.origin === 'array' ? message('field.too_few', { least }) : message('field.too_small', { least })
    }
    case 'invalid_format':
      return message('field.format')
    case 'invalid_value':
      return issue.input === undefined
        ? message('field.missing')
        : message('field.values', { values: valueList(issue.values) })
    case 'custom':
      return identifierMessage(issue.params ?? {})
    case 'invalid_union':
    case 'unrecognized_keys':
    case 'not_multiple_of':
    case 'invalid_key':
    case 'invalid_element':
      return message('field.not_acceptable')
    default:
      return issue satisfies never
  }
}
