import { decodedTwice } from '../text/decoded-twice.ts'
import { foldText, haveOtherMarks, withoutFootnotes } from '../text/fold-text.ts'

/** The match of a written name. */
export type NameMatch =
  | { readonly kind: 'found'; readonly id: string }
  | { readonly kind: 'ambiguous'; readonly choices: readonly string[] }
  | { readonly kind: 'unknown'; readonly suggestions: readonly string[] }

export interface NameIndex {
  /** Finds by id, or by name without regard to case, accents and spacing; offers near misses. */
  find(written: string): NameMatch
  /** Whether this is an id or a name, of one or several. */
  knows(written: string): boolean
  /** Names that hold a separator of list cells and are nearly this text, best first. */
  nearSeparated(written: string): readonly string[]
  /** How many separators of list cells a name holds at most. */
  readonly mostSeparators: number
}

interface Named {
  readonly id: string
  readonly name: string
  /** Not offered for another text. */
  readonly isNeverMeant?: boolean
  /** Grants elevated access: a word of its name alone is no near miss. */
  readonly isElevated?: boolean
}

const mostSuggestions = 5
const mostWords = 30
const nearEnough = 0.34
/** For text that would otherwise be split at its separators. */
const nearlyTheSame = 0.7

/** What separates the entries of a list cell, in any script. Names may hold it as well. */
export const listSeparator = /[;,|\n\r；，、､،؛]/

/** Signs that separate names in running text. Names may hold them as well, so they never separate by themselves. */
const otherSeparator = /\s*[/&+]\s*|\s+(?:and|und|et|y|e|och|en)\s+/u
const negation =
  /^(?:[-‐‑‒–—−¬!~^✗✘×☒]|(?:no|not|non|nicht|kein|keine|ohne|without|pas|geen|sin|sans|senza)[\s:])|\?\)?$/u

/**
 * Texts that stand for everything, for the value above or for something not yet decided, and parts of a path of a
 * directory service: no near miss of a name is meant.
 */
const noName =
  /^(?:(?:the )?same (?:as|like|access|rights|permissions|groups?|roles?|for) .*|(?:like|mirror|copy (?:of|from)|see|wie|genau ?so wie|gleich wie|siehe|comme|pareil que|idem que|memes? (?:que|groupes?|acces|droits) .*|voir|como|igual (?:que|a)|mismos? .*|ver|vedi|come(?: per)?|stess[aoi]e? .*|zoals|zelfde (?:als)?|zie|jak|tak jak|как|смотри|см) .*|.+(?:と同じ|와 같음|과 같음|一样|相同)|(?:cn|ou|dc|o|uid)\s*=.*|all|alle|alles|every|everyone|everything|any|each|tous|toutes|tout|todos|todas|tutti|tutte|allen|wszystkie|wszyscy|все|全部|全て|すべて|全員|모두|전체|전부|الكل|جميع|הכל|same|same as above|as above|see above|ditto|dito|do\.|idem|id\.|wie oben|siehe oben|s\. ?o\.|〃|同上|同じ|위와 같음|"|''|tb[acd]|tbd\.?|to be (?:confirmed|decided|defined|determined|announced))$/u
/** Letters with strokes through them are crossed out: "D\u0336a\u0336t\u0336a\u0336". */
const struck = /[\u0335-\u0338]/u
/** What to do with the value, folded: "clear" is no near miss of "Learning". */
const action =
  /^(?:(?:clear|remove|delete|revoke|drop|wipe|reset|empty|leave|keep|add|assign|grant|change|update)(?: (?:all|it|as is|alone|unchanged|empty|blank|same|everything|access|groups?|roles?))*|cleared|removed|deleted|revoked|blank|unchanged|no change|loschen|entfernen|leeren|leer|behalten|belassen|unverandert|vider|vide|supprimer|retirer|garder|laisser|inchange|borrar|eliminar|quitar|dejar|mantener|vacio|sin cambios|cancellare|rimuovere|vuoto|apagar|remover|manter|vazio|wissen|verwijderen|behouden|leeg)$/u

/** The form in which names are compared: folded, one space. */
export function comparableName(name: string): string {
  return foldText(name).replaceAll(/\s+/gu, ' ').trim()
}

/** Words that make the rest of a text its opposite, or a condition of it. */
const exceptions =
  /(?<![\p{L}\p{M}])(?:except|excluding|without|instead|unless|not|ausser|ohne|statt|nicht|kein|keine|sauf|sans|excepto|menos|sin|tranne|eccetto|senza|behalve|zonder|niet|uden|utan|bez|кроме|без|不含|除|removed?|deleted?|revoked?|denied|entfernen|entfernt|loschen|geloscht|supprimer|retirer|quitar|eliminar|remover|rimuovere|ex|former|formerly|previous|previously|old|expired|pending|rejected|declined|inactive|cancell?ed|suspended|disabled|withdrawn|maybe|if|until|ehemalig|abgelehnt|ausstehend|inaktiv|refuse|rechazado|pendiente|ehemalige|alte|ancien|ancienne|antiguo|antigua|бывший|pas|hors|nao|exceto|salvo|не|нет|nie|oprocz|krome|ikke|inte|ej|utom|undtagen|unntatt|paitsi|haric|degil|fara|kiveve|nelkul|εκτος|χωρις|οχι|بدون|الا|باستثناء|ماعدا|ללא|חוץ|temp|temporary|temporarily|till|tb[cd]|temporar|befristet|vorubergehend|temporaire|temporaneo|provisional|tijdelijk|tymczasowo|временно|مؤقت|from|since|starting|ab|bis|jusqu|hasta|desde|vanaf|tot|حتى)(?![\p{L}\p{M}])|まで|から|까지|除外|以外|除く|除了|なし|不要|제외|없음|말고|ยกเว้น|छोड़कर/gu
const exceptionsIn = (comparable: string) => comparable.match(exceptions)?.join(' ') ?? ''

function pairsOf(text: string): ReadonlySet<string> {
  const padded = ` ${text} `
  const pairs = new Set<string>()
  for (let at = 0; at < padded.length - 1; at += 1) pairs.add(padded.slice(at, at + 2))
  return pairs
}

/** Share of letter pairs two names have in common (Dice), 0 to 1. */
export function likeness(a: string, b: string): number {
  const left = pairsOf(a)
  const right = pairsOf(b)
  let common = 0
  for (const pair of left) if (right.has(pair)) common += 1
  return (2 * common) / (left.size + right.size)
}

/** A name without any marks: not the same name, but what people often mean. */
const bare = (comparable: string): string => comparable.normalize('NFD').replaceAll(/\p{M}/gu, '')

const wordsOf = (comparable: string) => comparable.split(/[^\p{L}\p{M}\p{N}]+/u).filter((word) => word !== '')

interface Comparable extends Named {
  readonly comparable: string
  /** Its words alone: `Legal (EU)` and `Legal EU` have the same. */
  readonly words: string
  readonly bare: string
}

function comparableOf(named: Named): Comparable {
  const comparable = comparableName(named.name)
  return { ...named, comparable, words: wordsOf(comparable).join(' '), bare: bare(comparable) }
}

/** Numbers of a text. Another number is another thing, not a near miss. */
const numbersIn = (comparable: string) =>
  Array.from(comparable.replaceAll(/(\d)[.,]0+(?!\d)/g, '$1').matchAll(/\d+/g), ([digits]) => Number(digits)).join()

/** Whether a text names a thing and more that other things are named by: the thing alone would be half of it. */
function isHalf(written: ReadonlySet<string>, { words }: Comparable, others: readonly Comparable[]): boolean {
  const own = words.split(' ')
  if (words === '' || !own.every((word) => written.has(word)) || own.length === written.size) return false
  const left = new Set(Array.from(written).filter((word) => !own.includes(word)))
  return others.some((other) => other.isNeverMeant !== true && other.words.split(' ').some((word) => left.has(word)))
}

/** Whether a text is some of the words of a name, as "user" is of "User Manager". */
function isPartOf(written: ReadonlySet<string>, { words }: Comparable): boolean {
  const own = words.split(' ')
  return written.size < own.length && [...written].every((word) => own.includes(word))
}

/** Words of names that do not tell what is granted. */
const commonWords = new Set([
  'user',
  'users',
  'end',
  'member',
  'members',
  'account',
  'role',
  'roles',
  'bot',
  'bots',
  'team',
  'the',
])

/** Whether a text has a word of a name beside such common ones. */
const sharesWord = (written: ReadonlySet<string>, { words }: Comparable) =>
  words.split(' ').some((word) => written.has(word) && !commonWords.has(word))

function nearest(comparable: string, things: readonly Comparable[], atLeast = nearEnough): readonly string[] {
  const written = bare(comparable)
  const words = wordsOf(comparable).join(' ')
  const numbers = numbersIn(comparable)
  const set = new Set(wordsOf(comparable))
  const isOffered = (thing: Comparable) =>
    thing.isNeverMeant !== true &&
    !(thing.isElevated === true && isPartOf(set, thing)) &&
    exceptionsIn(thing.comparable) === exceptionsIn(comparable) &&
    numbersIn(thing.comparable) === numbers
  const offered = things.filter(isOffered)
  const whole = offered.filter((thing) => !isHalf(set, thing, things))
  const least = whole.length < offered.length ? nearlyTheSame : atLeast
  const scoreOf = (thing: Comparable) => {
    const alike = Math.max(likeness(comparable, thing.comparable), likeness(written, thing.bare) * 0.95)
    return words !== '' && words === thing.words ? 1 + alike : alike
  }
  // "end-user" is no near miss of "User Manager", which grants elevated access.
  const leastOf = (thing: Comparable) => (thing.isElevated === true && !sharesWord(set, thing) ? nearlyTheSame : least)
  return whole
    .map((thing) => ({ name: thing.name, score: scoreOf(thing), least: leastOf(thing) }))
    .filter((one) => one.score >= one.least)
    .toSorted((a, b) => b.score - a.score || (a.name < b.name ? -1 : 1))
    .slice(0, mostSuggestions)
    .map(({ name }) => name)
}

/** A name as written, without spaces around it and in composed form. */
const exactName = (name: string): string => name.normalize('NFC').trim()

function groupedBy(things: readonly Comparable[], keyOf: (thing: Comparable) => string) {
  const grouped = new Map<string, Comparable[]>()
  for (const thing of things) grouped.set(keyOf(thing), [...(grouped.get(keyOf(thing)) ?? []), thing])
  return grouped
}

/** How many names a text mentions side by side, the longest at each place. */
function mentioned(comparable: string, byWords: ReadonlyMap<string, unknown>): number {
  const words = wordsOf(comparable).slice(0, mostWords)
  let count = 0
  for (let at = 0; at < words.length; ) {
    const ends = Array.from({ length: words.length - at }, (_, index) => words.length - index)
    const end = ends.find((one) => byWords.has(words.slice(at, one).join(' ')))
    if (end !== undefined) count += 1
    at = end ?? at + 1
  }
  return count
}

const separatorsIn = (name: string): number => name.split(listSeparator).length - 1

interface ComparedNames {
  readonly all: readonly Comparable[]
  readonly ids: ReadonlySet<string>
  readonly byComparable: ReadonlyMap<string, readonly Comparable[]>
  /** An exact name is meant, although others are the same but for case or accents. */
  readonly byExactName: ReadonlyMap<string, readonly Comparable[]>
  readonly byWords: ReadonlyMap<string, unknown>
}

/** Near misses. One name of several would be half of what is written, and of a negation the opposite. */
function suggestionsFor(comparable: string, { all, byComparable, byWords }: ComparedNames): readonly string[] {
  if (negation.test(comparable) || noName.test(comparable) || action.test(comparable) || struck.test(comparable))
    return []
  const written = comparable.split(otherSeparator).map((part) => part.trim())
  const parts = written.map((part) => byComparable.get(part) ?? [])
  if (parts.length < 2 || parts.every((known) => known.length === 0))
    return nearest(comparable, all, mentioned(comparable, byWords) > 1 ? nearlyTheSame : nearEnough)
  const joined = all.filter((thing) => thing.comparable.split(otherSeparator).join('\n') === written.join('\n'))
  if (joined.length > 0) return joined.map(({ name }) => name)
  const names = parts.map(([thing]) => thing?.name)
  if (parts.every((known) => known.length === 1)) return [names.join('; ')]
  return nearest(comparable, all, nearlyTheSame).filter((name) => otherSeparator.test(comparableName(name)))
}

/** Things of this name: accents may be missing in one of the two, not be others. */
function thingsNamed(written: string, { byComparable }: ComparedNames): readonly Comparable[] {
  const alike = byComparable.get(comparableName(written)) ?? []
  return alike.some(({ name }) => !haveOtherMarks(name, written)) ? alike : []
}

/** The names that a text was before a program decoded it twice. */
function repaired(written: string, names: ComparedNames): readonly string[] | null {
  const text = decodedTwice(written)
  const meant = text === null ? [] : (names.byExactName.get(exactName(text)) ?? thingsNamed(text, names))
  return meant.length === 0 ? null : meant.map(({ name }) => name)
}

function matchOf(written: string, names: ComparedNames): NameMatch {
  if (names.ids.has(written)) return { kind: 'found', id: written }
  const [exact, ...same] = names.byExactName.get(exactName(written)) ?? []
  if (exact !== undefined && same.length === 0) return { kind: 'found', id: exact.id }
  const [first, ...others] = thingsNamed(written, names).map(({ id }) => id)
  if (first === undefined)
    return {
      kind: 'unknown',
      suggestions: repaired(written, names) ?? suggestionsFor(comparableName(withoutFootnotes(written)), names),
    }
  return others.length === 0 ? { kind: 'found', id: first } : { kind: 'ambiguous', choices: [first, ...others] }
}

/** An index over the groups, roles or bots of an account. Matches are cached, because files repeat names. */
export function nameIndex(things: Iterable<Named>): NameIndex {
  const all = Array.from(things, comparableOf)
  const names: ComparedNames = {
    all,
    ids: new Set(all.map(({ id }) => id)),
    byComparable: groupedBy(all, ({ comparable }) => comparable),
    byExactName: groupedBy(all, ({ name }) => exactName(name)),
    byWords: groupedBy(all, ({ words }) => words),
  }
  const separated = all.filter(({ name }) => listSeparator.test(name))
  const remembered = new Map<string, NameMatch>()

  return {
    knows: (written) => names.ids.has(written) || thingsNamed(written, names).length > 0,
    nearSeparated: (written) => nearest(comparableName(written), separated, nearlyTheSame),
    mostSeparators: Math.max(0, ...separated.map(({ name }) => separatorsIn(name))),
    find(written) {
      const trimmed = written.trim()
      const known = remembered.get(trimmed)
      if (known !== undefined) return known
      const match = matchOf(trimmed, names)
      // Bounded: a hostile file of a million different names must not fill the memory.
      if (remembered.size < 10_000) remembered.set(trimmed, match)
      return match
    },
  }
}
