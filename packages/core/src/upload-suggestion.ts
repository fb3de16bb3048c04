import type { UploadIssueCode } from './upload-meaning.ts'

// The first of two things of one name, a flag out of the blue, one of several people: no suggestion but a toss.
const tossUps = new Set<UploadIssueCode>([
  'person_ambiguous',
  'email_several',
  'group_ambiguous',
  'role_ambiguous',
  'bot_ambiguous',
  'flag_not_understood',
  'action_not_understood',
  'erase_not_understood',
])

/** Whether the suggestions of such a finding are for a person to choose from, and never taken for many rows at once. */
export function isTossUp(code: UploadIssueCode): boolean {
  return tossUps.has(code)
}
