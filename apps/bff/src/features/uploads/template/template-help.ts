import type { Lookups } from '@muster/core/account/access'

/** Headings of the blank template. */
export const blankHeader = [
  'Email ID',
  'Organisation ID',
  'Action',
  'Add groups',
  'Remove groups',
  'Set groups',
  'Add roles',
  'Remove roles',
  'Set roles',
  'Developer',
  'Can create bots',
  'Erase',
] as const

/** The name of the second sheet, which is not read. */
export const helpSheet = 'How to fill it in'

/** What each column means, for the second sheet. */
const mappings: readonly (readonly [string, string])[] = [
  [
    'Email ID',
    'Whom the row is about. One of Email ID, Organisation ID and User ID is enough; if there are two they must be the same person.',
  ],
  ['Organisation ID', 'The id your organisation gave the person.'],
  ['User ID', 'Kore.ai’s own id, u-…; for people without the other two.'],
  ['Action', 'update, remove or erase. May stay blank where the other columns say it.'],
  ['Add groups', 'Groups to join, by name or id, with a semicolon between.'],
  ['Remove groups', 'Groups to leave.'],
  ['Set groups', 'Exactly these groups: what is not written is taken away. Blank: the groups stay as they are.'],
  [
    'Add roles',
    'Roles to be given: “Tester on Billing; Analyst on *”. A star is every bot. An admin role stands alone.',
  ],
  ['Remove roles', 'Roles to be taken away, written the same way.'],
  ['Set roles', 'Exactly these roles: what is not written is taken away. Blank: the roles stay as they are.'],
  ['Developer', 'yes or no. Blank: as it is.'],
  ['Can create bots', 'yes or no. A person who creates bots must be a developer.'],
  ['Erase', '“all bots”, or bots by name: queues the erasure of the person’s conversations. Cannot be undone.'],
  ['First Name, Last Name, Status', 'For reading only; what you change in them is ignored.'],
]

const firstName = (things: Iterable<{ readonly name: string }>, fallback: string) => {
  for (const { name } of things) if (!/[;,]/.test(name) && name.trim() !== '') return name
  return fallback
}

const exampleOrgId = 'EXAMPLE-1'

/** Whether an identifier is one of the people made up below. */
export function isExamplePerson(value: string): boolean {
  return value === exampleOrgId || /^example\.(?:add|take|leaver|erased)@example\.com$/i.test(value)
}

/** One row for each way of asking, with names of this account. The people are made up: nobody has these addresses. */
export function exampleRows({ groups, roles, bots }: Lookups): readonly (readonly string[])[] {
  const group = firstName(groups.values(), 'Support')
  const botRoles = [...roles.values()].filter(({ kind }) => kind === 'bot')
  const role = firstName(botRoles, 'Tester')
  const bot = firstName(bots.values(), 'Billing')
  const row = (cells: Partial<Record<(typeof blankHeader)[number], string>>) =>
    blankHeader.map((column) => cells[column] ?? '')
  return [
    row({
      'Email ID': 'example.add@example.com',
      Action: 'update',
      'Add groups': group,
      'Add roles': `${role} on ${bot}`,
      Developer: 'yes',
      'Can create bots': 'no',
    }),
    row({
      'Email ID': 'example.take@example.com',
      Action: 'update',
      'Remove groups': group,
      'Remove roles': `${role} on ${bot}`,
    }),
    row({ 'Organisation ID': exampleOrgId, Action: 'update', 'Set groups': group, 'Set roles': `${role} on ${bot}` }),
    row({ 'Email ID': 'example.leaver@example.com', Action: 'remove' }),
    row({ 'Email ID': 'example.erased@example.com', Action: 'erase', Erase: bot }),
  ]
}

/** The second sheet of a template. */
export function helpRows(filled: boolean): readonly (readonly string[])[] {
  const first = filled
    ? 'Change what should change and send the file back. Rows you leave as they are ask for nothing.'
    : 'Write your people below the header. Delete the example rows: their people do not exist, and the file is checked before anything is planned.'
  return [['Column', 'What it means'], ['How to use this file', first], ...mappings]
}
