import { likeness } from '../account/name-index.ts'
import { isAuthor, isSomeoneElse } from '../identifier/other-people.ts'
import { addressesIn } from '../identifier/read-addresses.ts'
import { recordKeys } from '../record-keys.ts'
import { isAdding, isDecidedBelow, isTakingAway, isWithoutEffect } from './upload-decision.ts'
import {
  comparableHeading,
  flagOfHeading,
  headings,
  isSignInName,
  listOfHeading,
  mappingOfHeading,
  withoutAffixes,
} from './upload-headings.ts'
import { isOfLeavers } from './upload-leaving.ts'
import type { ColumnMapping } from './upload-mapping.ts'
import { mayBeRight, type Neighbors } from './upload-rights.ts'
import {
  areNoIds,
  hasName,
  isContradicted,
  isFlag,
  isKoreId,
  isUnfit,
  type KnownNames,
  mostlyNames,
  shareOf,
} from './upload-shape.ts'
import { isOfUsers, mayBeOfUsers } from './upload-user-heading.ts'

/** What a column looks like: its header and the values seen so far. */
export interface ColumnSample {
  readonly header: string
  /** Non-blank values, up to some hundreds. */
  readonly values: readonly string[]
  /** The names of the file and its sheet, and the titles above the headings that are about this column. */
  readonly above?: string
  /** Whether another column has the same heading under another title, as "Groups" under "Current" and under "New". */
  readonly isDivided?: boolean
  /** What is beside the column. */
  readonly neighbors?: Neighbors
  /** Whether nothing else in the file names users: no addresses, no IDs and no names. */
  readonly isSole?: boolean
  /** Whether what is around the column names someone else than the users of the rows. */
  readonly isOfOthers?: boolean
}

export interface Suggestion {
  readonly mapping: ColumnMapping
  /** 0 to 1. */
  readonly score: number
}

const sureEnough = 0.6
/** Not certain, and enough to ask for confirmation. */
const inDoubt = 0.55
const suggestedFrom = 0.35
/** Below this likeness no confirmation is needed: every heading resembles another a little. */
export const confirmedFrom = 0.5
/** Values without any address rule out a column of addresses, and so does someone else's name; it needs no confirmation. */
const unlikely = 0.45
const identifying = new Set<ColumnMapping>(['email', 'org_user_id', 'user_id'])
// A mapping that removes something or skips rows needs its exact name: the column "Deleted" of an export lists the
// current state, not a requested change.
const onlyByName = new Set<ColumnMapping>([
  'action',
  'groups_remove',
  'groups_set',
  'roles_remove',
  'roles_set',
  'remove',
  'erase',
  'outcome',
])
const removals = new Set<ColumnMapping>(['action', 'remove', 'erase'])
// A heading that is only like the name of one of these may be its opposite, or its past: "Not developer", "Old groups".
const confirmedUnlessNamed = new Set<ColumnMapping>(['groups_add', 'roles_add', 'is_developer', 'can_create_bot'])

/** How well a heading matches a mapping: 1 is its name. */
function headingScore(heading: string, mapping: ColumnMapping): number {
  const named = mappingOfHeading(heading) ?? listOfHeading(heading) ?? flagOfHeading(heading)
  if (named !== null && named === mapping) return 1
  if (mapping === 'email' && isSignInName(heading)) return 0.8
  const comparable = comparableHeading(heading)
  if (comparable === '') return 0
  // The name of one mapping is not like that of another: "User ID" is no "Org user ID".
  const most = named === null ? 1 : unlikely
  const likest = Math.max(
    0,
    ...(headings[mapping] ?? []).map((known) => likeness(comparable, comparableHeading(known)) * 0.8),
  )
  return Math.min(most, onlyByName.has(mapping) ? Math.min(inDoubt, likest) : likest)
}

/** What the values alone suggest: addresses, Kore.ai ids, flags and "role on bot" are recognized by their shape. */
function valueScores(values: readonly string[]): Readonly<Partial<Record<ColumnMapping, number>>> {
  return {
    email: shareOf(values, (value) => addressesIn(value).length > 0) * 0.95,
    user_id: shareOf(values, isKoreId),
    roles_add: shareOf(values, (value) => /\S\s+on\s+\S/i.test(value)) * 0.7,
    is_developer: shareOf(values, isFlag) * 0.2,
  }
}

/**
 * What the account's own names suggest. Never sure: a column of departments that are groups as well may be there for
 * information, so a member decides.
 */
function nameScores(
  values: readonly string[],
  known: KnownNames | null,
): Readonly<Partial<Record<ColumnMapping, number>>> {
  if (known === null) return {}
  const score = (is: (text: string) => boolean) =>
    shareOf(values, (value) => hasName(value, is)) >= mostlyNames ? inDoubt : 0
  return { groups_add: score(known.group), roles_add: score(known.role) }
}

/**
 * A column that decides on its rows is never passed over: "Revoke" beside a group, or "no" under "Approved". A heading
 * that is a group of the account is one of a table of crosses, or of dates: "Legal", or "GRP_Legal", over "Owner".
 */
function decisionScores(
  { header, values }: ColumnSample,
  known: KnownNames | null,
): Readonly<Partial<Record<ColumnMapping, number>>> {
  const mostAre = (is: (value: string) => boolean) => shareOf(values, is) >= mostlyNames
  const isNamedRemoval = mappingOfHeading(header) === 'remove' && mostAre(isFlag)
  const decides =
    isDecidedBelow(header, values) ||
    (mostAre((value) => isFlag(value) || value.length <= 3) && isTakingAway(header) && !isNamedRemoval)
  const names = mappingOfHeading(header) === null ? [header.trim(), withoutAffixes(header)] : []
  return {
    action: decides ? inDoubt : 0,
    // "Dev" may be over an environment as well.
    is_developer: /^(?:is )?devs?\??$/.test(comparableHeading(header)) && mostAre(isFlag) ? inDoubt : 0,
    groups_add: known !== null && names.some(known.group) ? inDoubt : 0,
    roles_add: known !== null && names.some(known.role) ? inDoubt : 0,
  }
}

/**
 * What a column that is not used suggests once all its rows are known. Its values count here if the first rows had none.
 * One row with "Leaver" or "Revoke" suffices: what its user is given beside it must not pass without a word. So does one
 * with nothing but a group of the account.
 */
export function suggestionsOfAll(
  before: readonly Suggestion[],
  column: ColumnSample & { readonly withdrawal: string | undefined; readonly hasGroup: boolean },
  known: KnownNames | null,
): readonly Suggestion[] {
  const isSuggested = (one: Suggestion | undefined) =>
    one !== undefined && one.mapping !== 'ignore' && one.score >= confirmedFrom
  const [later] = column.values.length === 0 ? [] : suggestMappings(column, known)
  const found = column.withdrawal !== undefined ? 'action' : column.hasGroup ? 'groups_add' : null
  const added: Suggestion | undefined = found === null ? later : { mapping: found, score: inDoubt }
  if (isSuggested(before[0]) || added === undefined || !isSuggested(added)) return before
  const others = before.filter(({ mapping }) => mapping !== added.mapping)
  return [added, ...others.map(({ mapping, score }) => ({ mapping, score: Math.min(score, confirmedFrom) }))].slice(
    0,
    4,
  )
}

/**
 * Whether what is above a column may make it request something else, or nothing: "Groups" under "Leavers", unlike
 * "Groups to add", or any change under "Rejected requests".
 */
export function isReversed(mapping: ColumnMapping, header: string, above: string): boolean {
  const gives = confirmedUnlessNamed.has(mapping)
  if (!gives && (mapping === 'outcome' || !onlyByName.has(mapping))) return false
  return isWithoutEffect(above) || (gives && (isTakingAway(above) || isOfLeavers(above)) && !isAdding(header))
}

/** From this likeness on, a heading is a known one with a slip: "E-Mail Adrese", and not "LM email". */
const misspelled = 0.73
const channels = new Set<ColumnMapping>(['channel_user_id', 'channel_id'])

/**
 * Whether a heading that is only like that of an identifier, or that is over addresses, may be about someone or
 * something else: "Former employee ID", "Head of department". The values of a user's ID of Kore.ai have a shape of their own.
 */
function isStranger(mapping: ColumnMapping, column: ColumnSample, scores: { heading: number; value: number }): boolean {
  const { header, isSole = false, isOfOthers = false } = column
  if (mapping === 'email' && isOfOthers) return true
  if (scores.heading === 1) return false
  if (mapping === 'email') return scores.heading < misspelled && !isOfUsers(header) && !(isSole && mayBeOfUsers(header))
  return channels.has(mapping) || (identifying.has(mapping) && scores.value < sureEnough)
}

function scoreOf(mapping: ColumnMapping, column: ColumnSample, value: number, known: KnownNames | null): number {
  const { header, values, above = '', isDivided = false, neighbors = 'none' } = column
  const heading = headingScore(header, mapping)
  const score = heading === 1 ? 1 : Math.max(heading, value, Math.min(1, heading * 0.6 + value * 0.5))
  const isNamedOnly = confirmedUnlessNamed.has(mapping) || onlyByName.has(mapping)
  const isLike = isNamedOnly && (heading < 1 || isDivided)
  const isRight = removals.has(mapping) && mayBeRight(header, neighbors)
  const isOpposed = isContradicted(mapping, heading, values)
  const isUnnamed = isStranger(mapping, column, { heading, value })
  const isUnsure = isLike || isRight || isUnnamed || isOpposed || isReversed(mapping, header, above)
  const isNoId = isUnnamed && mapping !== 'email' && areNoIds(values)
  const isOther = isNoId || (identifying.has(mapping) && heading < 1 && isSomeoneElse(header))
  // "Benutzer" is no removal only because a heading of removals has the word.
  const isNoRemoval = mapping === 'remove' && isContradicted(mapping, heading, values) && !isTakingAway(header)
  const isOnlyLike = heading < 1 && value < inDoubt && isUnfit(mapping, { header, values, likeness: heading }, known)
  const most =
    isNoRemoval || isOnlyLike || isOther || (isOpposed && mapping === 'email') ? unlikely : isUnsure ? inDoubt : 1
  return Math.round(Math.min(most, score) * 100) / 100
}

/** What a column may mean, best first. The header counts more than the values; a clear shape decides without one. */
export function suggestMappings(column: ColumnSample, known: KnownNames | null = null): readonly Suggestion[] {
  const byDecision = decisionScores(column, known)
  const names = isAuthor(column.header) ? null : known
  const scores = [valueScores(column.values), nameScores(column.values, names), byDecision]
  const decides = (byDecision.action ?? 0) > 0
  const scoreFor = (mapping: ColumnMapping) =>
    scoreOf(mapping, column, Math.max(...scores.map((score) => score[mapping] ?? 0)), known)
  return recordKeys(headings)
    .map((mapping) => {
      const score = scoreFor(mapping)
      return { mapping, score: decides && mapping === 'ignore' ? Math.min(score, confirmedFrom) : score }
    })
    .filter(({ score }) => score >= suggestedFrom)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, 4)
}

// Only one column may have each identifier or flag; lists may be spread over several.
const onlyOnce = new Set<ColumnMapping>([
  'email',
  'org_user_id',
  'user_id',
  'channel_user_id',
  'channel_id',
  'action',
  'role_bot',
  'is_developer',
  'can_create_bot',
  'remove',
  'erase',
  'outcome',
])

// Their cells are compared: rows in which they differ are errors.
const compared = new Set<ColumnMapping>(['action', 'is_developer', 'can_create_bot', 'remove', 'erase'])
const mayRepeat = (mapping: ColumnMapping, score: number) => score === 1 && compared.has(mapping)

/** One mapping for each column, the most certain first. An uncertain column is ignored until a member maps it. */
export function matchColumns(suggestions: readonly (readonly Suggestion[])[]): readonly ColumnMapping[] {
  const mappings: ColumnMapping[] = suggestions.map(() => 'ignore')
  const taken = new Set<ColumnMapping>()
  const claims = suggestions
    .flatMap((options, index) => options.map((option) => ({ ...option, index })))
    .filter(({ score }) => score >= sureEnough)
    .toSorted((a, b) => b.score - a.score || a.index - b.index)
  const mapped = new Set<number>()
  for (const { mapping, index, score } of claims) {
    if (mapped.has(index) || (onlyOnce.has(mapping) && taken.has(mapping) && !mayRepeat(mapping, score))) continue
    mappings[index] = mapping
    taken.add(mapping)
    mapped.add(index)
  }
  // A column of bots is not used without a column of roles.
  const hasRoles = mappings.some((mapping) => mapping.startsWith('roles_'))
  return hasRoles ? mappings : mappings.map((mapping) => (mapping === 'role_bot' ? 'ignore' : mapping))
}
