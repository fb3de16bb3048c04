import type { PlanItem, PlanNote } from '@muster/core/plan/plan'
import { erasedValue, isNamedIn, type PersonMatch } from './match-person.ts'

/** Whether an item is for the person. */
export function isItemOf({ identifier, user }: PlanItem, person: PersonMatch): boolean {
  const values = [identifier.value, user?.id, user?.email, user?.orgUserId]
  return values.some((value) => value != null && person.isNamedBy(value))
}

const noteWithout = ({ code, details }: PlanNote, person: PersonMatch): PlanNote => ({
  code,
  details: Object.fromEntries(Object.entries(details).map(([name, text]) => [name, person.without(text)])),
})

const notesWithout = (notes: readonly PlanNote[], person: PersonMatch) =>
  isNamedIn(notes, person) ? notes.map((note) => noteWithout(note, person)) : notes

/** Details that name no person. */
const kept = new Set(['role', 'roleId', 'bot', 'botId', 'group', 'groupId', 'flag', 'limit'])

const impersonal = ({ code, details }: PlanNote): PlanNote => ({
  code,
  details: Object.fromEntries(Object.entries(details).filter(([name]) => kept.has(name))),
})

/** An item without its user: their identifier, their access before and after, and what was noted about them. */
const emptied = (item: PlanItem): PlanItem => ({
  ...item,
  identifier: { by: 'email', value: erasedValue },
  user: null,
  before: null,
  after: null,
  blockers: item.blockers.map(impersonal),
  warnings: item.warnings.map(impersonal),
})

/** An item without the person; the same item if nothing of it names them. */
export function itemWithout(item: PlanItem, person: PersonMatch): PlanItem {
  if (isItemOf(item, person)) return emptied(item)
  const blockers = notesWithout(item.blockers, person)
  const warnings = notesWithout(item.warnings, person)
  return blockers === item.blockers && warnings === item.warnings ? item : { ...item, blockers, warnings }
}
