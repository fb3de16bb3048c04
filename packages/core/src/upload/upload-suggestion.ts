import type { AccountNames } from './account-names.ts'
import type { UploadIssue, UploadIssueCode } from './upload-mapping.ts'
import { replaceInCell } from './upload-replace.ts'

// The first of two equal names, an arbitrary flag, one of several users: a guess, not a suggestion.
const tossUps = new Set<UploadIssueCode>([
  'person_ambiguous',
  'email_several',
  'group_ambiguous',
  'role_ambiguous',
  'role_bots_unclear',
  'bot_ambiguous',
  'flag_unrecognized',
  'flag_ambiguous',
  'digits_lost',
  'action_unrecognized',
  'erase_unrecognized',
])

/** Whether a user must choose among the suggestions of an issue. They never apply to many rows at once. */
export function isTossUp(code: UploadIssueCode): boolean {
  return tossUps.has(code)
}

const besideAddress = /[\n;,|:=→>]|\s[-–—]\s/u
const signsAround = /^[^\p{L}\p{N}]+|[^\p{L}\p{N})]+$/gu

/** An issue without the address of a cell that names a group or a role as well: the address alone would lose it. */
export function withoutLosses(issue: UploadIssue, names: Pick<AccountNames, 'groups' | 'roles'>): UploadIssue {
  if (issue.code !== 'email_invalid' || issue.suggestions.length === 0) return issue
  const isName = (text: string) => text !== '' && (names.groups.knows(text) || names.roles.knows(text))
  const losesName = (address: string) =>
    (issue.value ?? '')
      .replace(address, '\n')
      .split(besideAddress)
      .some((part) => isName(part.replaceAll(signsAround, '')))
  return { ...issue, suggestions: issue.suggestions.filter((address) => !losesName(address)) }
}

/** A cell with more issues than this has no suggestions. */
const mostChecked = 20

const keyOf = ({ code, column, value }: UploadIssue) => JSON.stringify([code, column, value])

/** Whether a cell with this suggestion applied has no issue but the other ones, and stays the same when it is applied again. */
function isValid(
  cell: string,
  { issue, suggestion }: { readonly issue: UploadIssue; readonly suggestion: string },
  input: { readonly issues: readonly UploadIssue[]; readonly reread: (cell: string) => readonly UploadIssue[] },
): boolean {
  const applied = replaceInCell(cell, issue.value, suggestion)
  if (applied === cell || replaceInCell(applied, issue.value, suggestion) !== applied) return false
  const others = new Set(input.issues.filter((other) => other !== issue).map(keyOf))
  return input.reread(applied).every((left) => others.has(keyOf(left)))
}

/** The issues of a cell, each with only those suggestions that resolve it when they are applied. */
export function withValidSuggestions(
  cell: string,
  input: {
    readonly issues: readonly UploadIssue[]
    readonly column: number
    readonly reread: (cell: string) => readonly UploadIssue[]
  },
): readonly UploadIssue[] {
  return input.issues.map((issue, at) => {
    // An issue of another cell, as of the bots beside, was checked when that cell was read.
    if (issue.column !== input.column || issue.suggestions.length === 0) return issue
    const isOffered = (suggestion: string) => at < mostChecked && isValid(cell, { issue, suggestion }, input)
    return { ...issue, suggestions: issue.suggestions.filter(isOffered) }
  })
}
