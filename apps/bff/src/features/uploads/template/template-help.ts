import type { Lookups } from '@muster/core/account/access'
import { changeHeadings } from '@muster/core/upload/change-headings'

/** Headings of the blank template. */
export const blankHeader = ['Email ID', 'Organization ID', ...changeHeadings] as const

/** The name of the second sheet, which is not read. */
export const helpSheet = 'How to fill it in'

/** The explanation of each column, for the second sheet. */
const mappings: readonly (readonly [string, string])[] = [
  [
    'Email ID',
    'The user of the row. One of Email ID, Organization ID and User ID is enough; two must identify the same user.',
  ],
  ['Organization ID', 'The ID your organization gave the user.'],
  ['User ID', 'Kore.ai’s own ID, u-…; for users without the other two.'],
  ['Action', 'update, remove or erase. May stay blank if the other columns show it.'],
  ['Add groups', 'Groups to join, by name or ID, separated by semicolons.'],
  ['Remove groups', 'Groups to leave.'],
  ['Set groups', 'Exactly these groups: all others are removed. Blank: no change.'],
  [
    'Add roles',
    'Roles to assign: “Tester on Billing; Analyst on *”. A star means every bot. Write an admin role without a bot.',
  ],
  ['Remove roles', 'Roles to remove, written the same way.'],
  ['Set roles', 'Exactly these roles: all others are removed. Blank: no change.'],
  ['Developer', 'yes or no. Blank: no change.'],
  ['Can create bots', 'yes or no. A user who creates bots must be a developer.'],
  ['Erase', '“all bots”, or bots by name: queues the erasure of the person’s conversations. Cannot be undone.'],
  ['First Name, Last Name, Status', 'For reference only; your changes to them are ignored.'],
]

const firstName = (things: Iterable<{ readonly name: string }>, fallback: string) => {
  for (const { name } of things) if (!/[;,]/.test(name) && name.trim() !== '') return name
  return fallback
}

const exampleOrgId = 'EXAMPLE-1'

/** Whether an identifier is one of the example users below. */
export function isExamplePerson(value: string): boolean {
  return value === exampleOrgId || /^example\.(?:add|take|leaver|erased)@example\.com$/i.test(value)
}

/** One row for each kind of change, with names of this account. The users are fictional: these addresses do not exist. */
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
    row({ 'Organization ID': exampleOrgId, Action: 'update', 'Set groups': group, 'Set roles': `${role} on ${bot}` }),
    row({ 'Email ID': 'example.leaver@example.com', Action: 'remove' }),
    row({ 'Email ID': 'example.erased@example.com', Action: 'erase', Erase: bot }),
  ]
}

/** The second sheet of a template. */
export function helpRows(filled: boolean): readonly (readonly string[])[] {
  const first = filled
    ? 'Edit the rows to change and send the file back. Unchanged rows request nothing.'
    : 'Enter your users below the header. Delete the example rows: their users do not exist, and Muster checks the file before it plans anything.'
  return [['Column', 'Description'], ['How to use this file', first], ...mappings]
}
