import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { AuditEntry } from '@muster/contracts/audit'
import type { Fact, Message } from '@muster/core/text/message'
import { keptText } from '@muster/wording/message-text'

/** One thing that an entry is about: added, removed, or only named. */
export interface EntryFact {
  readonly op: 'add' | 'remove' | 'keep'
  readonly label: string
}

/** What the row shows in columns of its own, or beside its codes. */
const shownElsewhere = new Set(['actor', 'user', 'address', 'hash'])

const ofPhrases: Readonly<Record<string, { readonly op: 'add' | 'remove'; readonly fact: 'roles' | 'groups' }>> = {
  'history.gave': { op: 'add', fact: 'roles' },
  'history.took': { op: 'remove', fact: 'roles' },
  'history.added': { op: 'add', fact: 'groups' },
  'history.took_out': { op: 'remove', fact: 'groups' },
}

const ofFlags: Readonly<Record<string, { readonly op: 'add' | 'remove'; readonly label: MessageDescriptor }>> = {
  'history.developer_on': { op: 'add', label: msg`Developer` },
  'history.developer_off': { op: 'remove', label: msg`Developer` },
  'history.bot_creation_on': { op: 'add', label: msg`May create bots` },
  'history.bot_creation_off': { op: 'remove', label: msg`May create bots` },
}

const isMessage = (fact: Fact): fact is Message => typeof fact === 'object' && 'code' in fact
const isList = (fact: Fact): fact is readonly Fact[] => Array.isArray(fact)

/** Numbers mean nothing without their sentence, and a message that this page does not know has no text. */
function labelsOf(fact: Fact): readonly string[] {
  if (typeof fact === 'number') return []
  if (typeof fact === 'string') return fact === '' ? [] : [fact]
  if (isList(fact)) return fact.flatMap(labelsOf)
  const text = isMessage(fact) ? keptText(i18n, fact, '') : ''
  return text === '' ? [] : [text]
}

function factsOfPhrase({ code, facts }: Message): readonly EntryFact[] {
  const flag = ofFlags[code]
  if (flag !== undefined) return [{ op: flag.op, label: i18n._(flag.label) }]
  const phrase = ofPhrases[code]
  if (phrase === undefined) return []
  return labelsOf(facts[phrase.fact] ?? []).map((label) => ({ op: phrase.op, label }))
}

/** The facts of an entry, from the facts of its sentence. Empty for a sentence that has none: then the row shows the sentence. */
export function entryFacts({
  sentenceMessage,
  actor,
}: Pick<AuditEntry, 'sentenceMessage' | 'actor'>): readonly EntryFact[] {
  if (sentenceMessage === null || sentenceMessage === undefined) return []
  const { code, facts } = sentenceMessage
  if (code === 'history.sentence') {
    const phrases = facts.phrases ?? []
    return isList(phrases) ? phrases.filter(isMessage).flatMap(factsOfPhrase) : []
  }
  return Object.entries(facts)
    .filter(([name, fact]) => !shownElsewhere.has(name) && fact !== actor)
    .flatMap(([, fact]) => labelsOf(fact).map((label): EntryFact => ({ op: 'keep', label })))
}
