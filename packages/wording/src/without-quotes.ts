import type { Fact, Message } from '@muster/core/text/message'
import { englishText } from './english.ts'
import { isMessage, messageSuffix } from './localize.ts'
import { message } from './message.ts'

/** Messages that quote a response of Kore.ai, and what takes their place. */
const quoting: Readonly<Record<string, (facts: Message['facts']) => Message>> = {
  'kore.words': () => message('kore.words_hidden'),
  'directory.with_response': ({ reason }) =>
    message('directory.without_response', { reason: reason === undefined ? '' : factWithoutQuotes(reason) }),
}

function factWithoutQuotes(fact: Fact): Fact {
  if (typeof fact === 'string' || typeof fact === 'number') return fact
  return isMessage(fact) ? messageWithoutQuotes(fact) : fact.map(factWithoutQuotes)
}

/** A message that quotes no response of Kore.ai, whose text may name any user of the account. */
export function messageWithoutQuotes({ code, facts }: Message): Message {
  const replace = Object.hasOwn(quoting, code) ? quoting[code] : undefined
  if (replace !== undefined) return replace(facts)
  const clean = Object.entries(facts).map(([name, fact]): [string, Fact] => [name, factWithoutQuotes(fact)])
  return { code, facts: Object.fromEntries(clean) }
}

/** A copy of a response whose sentences quote no response of Kore.ai: neither as a message nor in English beside it. */
export function withoutQuotes(response: unknown): unknown {
  if (Array.isArray(response)) return response.map(withoutQuotes)
  if (typeof response !== 'object' || response === null) return response
  if (isMessage(response)) return messageWithoutQuotes(response)
  const copy: Record<string, unknown> = Object.fromEntries(
    Object.entries(response).map(([key, value]) => [key, withoutQuotes(value)]),
  )
  for (const [key, value] of Object.entries(response)) {
    const beside = key.slice(0, -messageSuffix.length)
    if (!key.endsWith(messageSuffix) || !isMessage(value) || typeof copy[beside] !== 'string') continue
    const clean = messageWithoutQuotes(value)
    if (JSON.stringify(clean) !== JSON.stringify(value)) copy[beside] = englishText(clean)
  }
  return copy
}
