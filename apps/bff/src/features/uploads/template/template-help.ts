import type { I18n } from '@lingui/core'
import type { Lookups } from '@muster/core/account/access'
import type { Message } from '@muster/core/text/message'
import { changeHeadings } from '@muster/core/upload/change-headings'
import { message } from '@muster/wording/message'
import { messageText } from '@muster/wording/message-text'

/** Headings of the blank template. */
export const blankHeader = ['Email ID', 'Organization ID', ...changeHeadings] as const

/** Names of the second sheet, which is not read: one for every language, and the one of earlier templates. */
export const helpSheet = 'Muster'
const helpSheets: readonly string[] = [helpSheet, 'How to fill it in']
export const isHelpSheet = (name: string): boolean => helpSheets.includes(name)

/** The explanation of each column. The headings stay English, because an upload detects them. */
const explanations: readonly (readonly [string, Message])[] = [
  ['Email ID', message('template.email')],
  ['Organization ID', message('template.organization_id')],
  ['User ID', message('template.user_id')],
  ['Action', message('template.action')],
  ['Add groups', message('template.groups_add')],
  ['Remove groups', message('template.groups_remove')],
  ['Set groups', message('template.groups_set')],
  ['Add roles', message('template.roles_add')],
  ['Remove roles', message('template.roles_remove')],
  ['Set roles', message('template.roles_set')],
  ['Developer', message('template.developer')],
  ['Can create bots', message('template.create_bots')],
  ['Erase', message('template.erase')],
  ['First Name, Last Name, Status', message('template.reference')],
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

/** The second sheet of a template, in the language of `i18n`. */
export function helpRows(i18n: I18n, isFilled: boolean): readonly (readonly string[])[] {
  const text = (sentence: Message) => messageText(i18n, sentence)
  return [
    [text(message('template.column')), text(message('template.description'))],
    [text(message('template.use')), text(message(isFilled ? 'template.use_filled' : 'template.use_blank'))],
    ...explanations.map(([heading, explanation]) => [heading, text(explanation)]),
  ]
}
