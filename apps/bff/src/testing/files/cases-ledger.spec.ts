import { listUsers } from '@muster/contracts/users'
import { wellKnown } from '@muster/kore-sandbox'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Backend, startBackend } from '../backend.ts'

const emailOf = (orgUserId: string) => `user-${orgUserId.toLowerCase()}@acme.example`
let backend: Backend
let names: ReadonlyMap<string, string>
let emails: readonly string[]
beforeAll(async () => {
  backend = await startBackend({
    sandbox: { groups: ['バス', 'かき', 'กา', 'कर'] },
    // Users whose IDs differ only by what a number format displays.
    prepare: (control) => {
      const users = ['10002', 'E10002', '100777', 'E100777'].map((orgUserId) => ({
        userInfo: { emailId: emailOf(orgUserId), orgUserId },
      }))
      control.create({ users })
    },
  })
  names = await backend.groupNames()
  const { items } = await backend.api.call(listUsers, { query: { limit: 200 } })
  emails = items.map(({ email }) => email)
}, 120_000)
afterAll(() => backend.stop(), 60_000)

/** What Kore.ai has for a user, as words. */
function accessOf(email: string): readonly string[] {
  const user = backend.sandbox.control.user(email)
  if (user?.isMember !== true) return ['gone']
  const groups = user.groups.map((id) => names.get(id) ?? id)
  const roles = [...user.botRoles, ...user.adminRoles].map((role) => `role ${JSON.stringify(role)}`)
  return [...groups, ...roles, ...(user.isDeveloper ? ['developer'] : []), ...(user.canCreateBot ? ['creator'] : [])]
}

/** What a file changes at Kore.ai, of any user, if all its rows that can be applied are applied. */
async function changesBy(name: string) {
  const before = new Map(emails.map((email) => [email, accessOf(email)]))
  const file = await backend.uploadCase(name)
  const plan = file.state === 'checked' ? await backend.planUpload(file.id).catch(() => null) : null
  const job = plan === null || plan.summary.dispositions.change === 0 ? null : await backend.run(plan)
  const changes = emails.flatMap((email) => {
    const [was = [], is] = [before.get(email), accessOf(email)]
    const added = is.filter((one) => !was.includes(one)).map((one) => `+${one}`)
    const lost = was.filter((one) => !is.includes(one)).map((one) => `-${one}`)
    return added.length + lost.length === 0 ? [] : [[email, ...added, ...lost]]
  })
  if (job !== null) await backend.run(await backend.plan({ kind: 'undo', jobId: job.id }))
  expect(emails.map(accessOf)).toEqual(emails.map((email) => before.get(email)))
  return Object.fromEntries(changes.map(([email = '', ...rest]) => [email, rest.toSorted()]))
}

const { member, secondMember, groupMember, invited } = wellKnown
const none = {}

test.each<[string, Readonly<Record<string, readonly string[]>>]>([
  ['quote-closed-rows-later.csv', { [secondMember]: ['+Legal'], [groupMember]: ['+Brand'] }],
  ['space-before-quote.csv', { [member]: ['+Data', '+Legal'], [secondMember]: ['+Data', '+Legal', '-developer'] }],
  ['gb18030.csv', { [member]: ['+東京 Office'], [secondMember]: ['+東京 Office', '-developer'] }],
  ['unit-separator-ids.csv', { [member]: ['+Data'], [emailOf('E100777')]: ['+Legal'] }],
  ['equals-quoted-ids.csv', { [member]: ['+Data'], [emailOf('E100777')]: ['+Legal'] }],
  ['float-ids.csv', { [emailOf('100777')]: ['+Data'] }],
  ['html-entities.csv', none],
  ['marks-that-are-no-accents.csv', none],
  ['two-address-columns.csv', none],
  [
    'quoted-addresses.csv',
    { [member]: ['+Data'], [secondMember]: ['+Data'], [groupMember]: ['+Data'], [invited]: ['+Data'] },
  ],
  ['exceljs-formula.xlsx', { [member]: ['+Data'], [groupMember]: ['+Legal', '+developer'] }],
  ['openpyxl-set-groups.xlsx', none],
  ['mailto-hyperlinks.xlsx', none],
  ['number-shown-with-prefix.xlsx', { [emailOf('E10002')]: ['+Finance'], [emailOf('E100777')]: ['+Data'] }],
])('%s changes at Kore.ai what it requests, and its undo nothing else', async (name, changes) => {
  expect(await changesBy(name)).toEqual(changes)
})
