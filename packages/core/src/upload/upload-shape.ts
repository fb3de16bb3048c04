import { listSeparator } from '../account/name-index.ts'
import { isSomeoneElse } from '../identifier/other-people.ts'
import { addressesIn } from '../identifier/read-addresses.ts'
import { isDay } from './upload-condition.ts'
import { isAdding, isDecision, isStateHeading, isTakingAway } from './upload-decision.ts'
import { readFlag } from './upload-flag.ts'
import { mappingOfHeading } from './upload-headings.ts'
import { isHeadingOfLeavers } from './upload-leaving.ts'
import type { ColumnMapping } from './upload-mapping.ts'
import { isActionWord, isAllBots } from './upload-row.ts'
import { isAttribute, isOfUsers } from './upload-user-heading.ts'

/** Whether a text is a name of the account, or an id. */
export interface KnownNames {
  readonly group: (text: string) => boolean
  readonly role: (text: string) => boolean
}

/** Share of values from which on a column is one of names, or of decisions. */
export const mostlyNames = 0.5

/** Share of values that are of a kind. */
export const shareOf = (values: readonly string[], is: (value: string) => boolean) =>
  values.length === 0 ? 0 : values.filter((value) => is(value.trim())).length / values.length

export const isKoreId = (value: string) => /^u-[0-9a-f-]{36}$/i.test(value)
export const isFlag = (value: string) => readFlag(value) !== null

const holdsAddress = (value: string) => addressesIn(value).length > 0

/** What at least one value must look like, where the heading alone would be believed. */
const shapes: Readonly<Partial<Record<ColumnMapping, (value: string) => boolean>>> = {
  action: isActionWord,
  is_developer: isFlag,
  can_create_bot: isFlag,
  remove: isFlag,
  user_id: (value) => /(?<![\w-])u-\w/i.test(value),
}

/** Whether values contradict a mapping: dates under "Last login", "Active" under "User Status". */
export function isContradicted(mapping: ColumnMapping, heading: number, values: readonly string[]): boolean {
  if (values.length === 0) return false
  // Under its very name a bad address is a mistake to be corrected.
  const is = mapping === 'email' && heading < 1 ? holdsAddress : shapes[mapping]
  return is !== undefined && !values.some((value) => is(value.trim()))
}

/** Values that are no IDs: words, yes and no, or few that repeat, as below "Organization". */
export function areNoIds(values: readonly string[]): boolean {
  if (values.length === 0) return false
  const isNoId = (value: string) => !/\d/.test(value) || /\s/.test(value) || isFlag(value)
  const doRepeat = values.length > 3 && new Set(values).size * 2 < values.length
  return doRepeat || shareOf(values, isNoId) >= mostlyNames
}

/** Whether a value is a name, or has one in its list. "CN=Data" begins the path of a group in a directory service. */
export function hasName(value: string, is: (text: string) => boolean): boolean {
  return is(value) || value.split(listSeparator).some((part) => is(part.replace(/^\s*cn\s*=/i, '').trim()))
}

/** From this likeness on, a heading may be that of a list although none of its names is known. */
const near = 0.55

/** Whether a heading is over something else than a list, even with its word: "Group type", "membershipStatus", "Member". */
const isOfDetails = (header: string) =>
  isAttribute(header) || isStateHeading(header) || isSomeoneElse(header) || isOfUsers(header)

/** Whether the name of a group in one cell below a heading may be one to add: not below "Division" or "Department". */
export const mayNameGroups = (header: string): boolean => mappingOfHeading(header) === null && !isOfDetails(header)

interface LikeColumn {
  readonly header: string
  readonly values: readonly string[]
  readonly likeness: number
}

/** Whether no value below a heading that is only like a known one fits its mapping: "Date" is no "Erase" because it is like it. */
export function isUnfit(
  mapping: ColumnMapping,
  { header, values, likeness }: LikeColumn,
  known: KnownNames | null,
): boolean {
  if (values.length === 0) return false
  const isWord = (value: string) => /\p{L}/u.test(value) && !isDay(value) && readFlag(value) === null
  const none = (is: (value: string) => boolean) => !values.some((value) => is(value.trim()))
  if (mapping === 'action')
    return none((value) => isActionWord(value) || isDecision(value, header) || isTakingAway(value) || isAdding(value))
  // "Deleted" is over a state: a yes among its rows is a question of its own.
  const isNo = (value: string) => isHeadingOfLeavers(header) && readFlag(value) === false
  if (mapping === 'remove') return values.every((value) => isDay(value) || isNo(value))
  if (mapping === 'erase') {
    const mayHoldBots = likeness >= near && (isTakingAway(header) || /^\s*erase/i.test(header))
    return none((value) => isAllBots(value) || readFlag(value) === true || (mayHoldBots && isWord(value)))
  }
  if (known === null || !/^(?:groups|roles)_/.test(mapping) || (likeness >= near && !isOfDetails(header))) return false
  const is = mapping.startsWith('groups_') ? known.group : known.role
  return none((value) => hasName(value, is))
}
