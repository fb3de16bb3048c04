import { createHash } from 'node:crypto'
import { documentedIds } from './documented-ids.ts'

export type SandboxRole = {
  readonly id: string
  readonly type: 'bot' | 'admin'
  readonly name: string
  readonly description: string
  readonly permissions: Readonly<Record<string, readonly string[] | string>>
}
export type SandboxBot = { readonly id: string; readonly name: string; readonly index: number }
export type SandboxGroup = {
  readonly id: string
  readonly name: string
  readonly description: string
  /** Ids of the groups inside it. */
  readonly nested: readonly string[]
  /** Bot roles that every member holds through it. */
  readonly grants: readonly { readonly roleId: string; readonly botId: string }[]
}

const digest = (text: string): string => createHash('sha1').update(text).digest('hex')

/** An id in Kore.ai's form, from a name. */
export function idOf(prefix: string, name: string): string {
  const hex = digest(`${prefix}${name}`)
  return `${prefix}-${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

const roleOf = (type: 'bot' | 'admin', name: string): SandboxRole => ({
  id: name === 'Bot Tester' ? documentedIds.roleId : digest(`${type}${name}`).slice(0, 24),
  type,
  name,
  description: `${name} role`,
  permissions:
    type === 'bot'
      ? { Tasks: [name === 'Bot Owner' ? 'FULL' : 'VIEW'], 'Bot Settings': ['NO'] }
      : { 'Manage Users': 'YES', 'API Scopes': 'NO' },
})

export const botRoles: readonly SandboxRole[] = [
  'Bot Owner',
  'Bot Developer',
  'Bot Tester',
  'Analyst',
  'Content Editor',
  'NLP Trainer',
  'Channel Manager',
  'Publisher',
  'Support Agent',
  'Auditor',
  'Translator',
  'Viewer',
].map((name) => roleOf('bot', name))

/** No call can assign Primary Master Admin. */
export const adminRoles: readonly SandboxRole[] = [
  'Primary Master Admin',
  'admin',
  'User Manager',
  'Role Manager',
  'Compliance Officer',
  'Read-only Admin',
].map((name) => roleOf('admin', name))

const botNames =
  'Billing,Support,HR Helpdesk,IT Helpdesk,Travel,Banking,Cards,Insurance Claims,Orders,Returns,Loyalty,Store Finder,Payroll,Onboarding,Benefits,Facilities,Fleet,Appointments,Lab Results,Pharmacy,Energy Advisor,Outage,Field Service,Surveys,Smart Concierge'

export const bots: readonly SandboxBot[] = botNames.split(',').map((name, index) => ({
  id: index === 0 ? documentedIds.botId : index === 1 ? documentedIds.secondBotId : idOf('st', name),
  name,
  index,
}))

const groupNames =
  'Sales,Sales EMEA,Sales APAC,Sales Americas,Engineering,Platform Engineering,Bot Engineering,Quality,Support,Support Tier 1,Support Tier 2,Support Tier 3,Finance,Payroll,Accounting,Legal,Compliance,Marketing,Brand,Events,People,Recruiting,Learning,Facilities,IT,IT Security,IT Operations,Data,Data Science,Analytics,Research,Product,Design,Partners,Contractors,Interns,Night Shift,Zürich Office,東京 Office,Ünïcode & "Quotes" <Group>'

const parents: Readonly<Record<string, readonly string[]>> = {
  Sales: ['Sales EMEA', 'Sales APAC', 'Sales Americas'],
  Engineering: ['Platform Engineering', 'Bot Engineering', 'Quality'],
  Support: ['Support Tier 1', 'Support Tier 2', 'Support Tier 3'],
  IT: ['IT Security', 'IT Operations'],
}
const groupId = (name: string): string => (name === 'Sales' ? documentedIds.groupId : idOf('e', name))
const grantsOf: Readonly<Record<string, readonly [role: number, bot: number]>> = {
  Quality: [2, 0],
  'Bot Engineering': [1, 2],
  Support: [8, 1],
  Analytics: [3, 5],
}

export const groups: readonly SandboxGroup[] = groupNames.split(',').map((name) => {
  const grant = grantsOf[name]
  const role = grant && botRoles[grant[0]]
  const bot = grant && bots[grant[1]]
  return {
    id: groupId(name),
    name,
    description: `All members of ${name}`,
    nested: (parents[name] ?? []).map(groupId),
    grants: role && bot ? [{ roleId: role.id, botId: bot.id }] : [],
  }
})

/** A group without initial members. */
const furtherGroup = (name: string): SandboxGroup => ({
  id: groupId(name),
  name,
  description: name,
  nested: [],
  grants: [],
})

const byId = <T extends { readonly id: string }>(items: readonly T[]): ReadonlyMap<string, T> =>
  new Map(items.map((item) => [item.id, item]))

export const roleById = byId([...botRoles, ...adminRoles])
export const botById = byId(bots)

/** The groups of one account. */
export type Groups = { readonly all: readonly SandboxGroup[]; readonly byId: ReadonlyMap<string, SandboxGroup> }

/** The usual groups, and more by name. */
export function createGroups(further: readonly string[]): Groups {
  const all = [...groups, ...further.map(furtherGroup)]
  return { all, byId: byId(all) }
}

const holders = groups.map((group) => [group, new Set([group.id, ...group.nested])] as const)

/** Groups of a member of `groupIds`, including those that contain one of them. */
export function groupsReached(groupIds: readonly string[]): readonly SandboxGroup[] {
  return holders.filter(([, within]) => groupIds.some((id) => within.has(id))).map(([group]) => group)
}
