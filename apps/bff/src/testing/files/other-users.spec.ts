import { wellKnown } from '@muster/kore-sandbox'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Backend, startBackend } from '../backend.ts'

let backend: Backend
beforeAll(async () => {
  backend = await startBackend({ sandbox: { users: 60 } })
}, 120_000)
afterAll(() => backend.stop(), 60_000)

const { member, secondMember } = wellKnown
const requestPlan = async (uploadId: string) => {
  const body = JSON.stringify({ kind: 'upload', uploadId })
  const { status } = await backend.api.send('POST', '/api/plans', { body, contentType: 'application/json' })
  return status
}
const fileOf = (heading: string) => `${heading};Name;Groups\n${member};Ana;Learning\n${secondMember};Ben;Learning\n`

test.each([
  'Head of department',
  'N+1',
  'N+1 email',
  'Mgr Email',
  'LM email',
  'Teamleitung',
  'Ansprechperson',
  'Encadrant',
  'Référent',
  'Líder',
  'Szef',
  '担当者メール',
  '领导邮箱',
  'Sender',
  'Assignee',
  'Author',
  'Last modified',
  'Replacement for',
  'On behalf of',
  'Parent email',
  'Skip-level email',
  'Bürge',
  '책임자 이메일',
  'ผู้ดูแล',
])('a sole column of addresses below “%s” names no user until a user maps it', async (heading) => {
  const { id, columns, counts } = await backend.upload('people.csv', fileOf(heading))
  expect([columns[0]?.mapping, counts?.ready]).toEqual(['ignore', 0])
  await backend.correct(id, { columns: [{ index: 0, mapping: 'email', blank: 'keep' }] })
  expect(await requestPlan(id)).toBe(201)
})

test.each([
  'Participant',
  'User',
  'Teilnehmer',
  'Column A',
  'Work Email',
  'E-Mail (dienstlich)',
  'Courriel professionnel',
  'emails[0].value',
  'Work Contact: Work Email',
  'What is your email address?',
  'proxyAddresses',
  'E-Mail Adrese',
  '会社メールアドレス',
  'البريد الإلكتروني للعمل',
  'Requested for',
])('a column of addresses below “%s” names the users without a question', async (heading) => {
  const { id, columns } = await backend.upload('users.csv', fileOf(heading))
  expect(columns[0]?.mapping).toBe('email')
  expect(await requestPlan(id)).toBe(201)
})

test.each(['Nutzername', 'E-Mail des Benutzers', 'AD-Konto', 'Team member', 'Agents to add', 'المستخدمين'])(
  'addresses beside names, below the ordinary heading “%s”, are those of the users',
  async (heading) => {
    const { id, columns } = await backend.upload('users.csv', fileOf(heading))
    expect(columns[0]?.mapping).toBe('email')
    expect(await requestPlan(id)).toBe(201)
  },
)

const withoutNames = (heading: string) => `${heading};Groups\n${member};Learning\n${secondMember};Learning\n`
test.each(['Contact', 'Advisor', 'Developer', 'Agenten', 'الوكلاء'])(
  'the only addresses of a file without names, below “%s”, are those of the users',
  async (heading) => {
    const { id, columns } = await backend.upload('users.csv', withoutNames(heading))
    expect(columns[0]?.mapping).toBe('email')
    expect(await requestPlan(id)).toBe(201)
  },
)

test.each(['Manager email', 'Sender', 'Freigeber', 'Old email', 'Leavers'])(
  'addresses below “%s” name no user of a file without names, either',
  async (heading) => {
    const { columns, counts } = await backend.upload('people.csv', withoutNames(heading))
    expect([columns[0]?.mapping, counts?.ready]).toEqual(['ignore', 0])
  },
)

test('the only addresses beside IDs are of the users only after a user confirms it', async () => {
  const file = `Advisor;Employee ID;Groups\n${member};E1001;Learning\n`
  expect((await backend.upload('ids.csv', file)).columns[0]?.mapping).toBe('ignore')
})

test.each(['Employer ID', 'Former employee ID', 'Substitute employee number', 'Organization unit ID'])(
  'IDs below “%s” are of the users only after a user confirms it',
  async (heading) => {
    const { id, columns } = await backend.upload(
      'ids.csv',
      `${heading},Name,Groups\nE1001,Ana,Learning\nE1002,Ben,Learning\n`,
    )
    expect([columns[0]?.mapping, columns[0]?.suggestions[0]?.mapping]).toEqual(['ignore', 'org_user_id'])
    expect(await requestPlan(id)).toBe(409)
  },
)

test.each([
  ['Organization', 'Wayne Corp'],
  ['Organization name', 'Wayne'],
  ['Enterprise', 'Wayne'],
  ['Employee type', 'Regular'],
  ['Staff', 'Back office'],
  ['Personal', 'Wayne'],
])('“%s” with words is no ID and no question', async (heading, cell) => {
  const lines = `Email,${heading},Groups\n${member},${cell},Learning\n${secondMember},${cell},Learning\n`
  const { id, counts } = await backend.upload('orgs.csv', lines)
  expect(counts).toMatchObject({ ready: 2, errors: 0 })
  expect(await requestPlan(id)).toBe(201)
})

test.each(['Employed', 'Ex-employee'])('yes and no below “%s” are a state, and no ID', async (heading) => {
  const lines = `Email,${heading},Groups\n${member},yes,Learning\n${secondMember},no,Learning\n`
  const { id, columns } = await backend.upload('employed.csv', lines)
  expect(columns[1]?.mapping).toBe('ignore')
  expect(await requestPlan(id)).toBe(409)
})

test.each(['Employee ID', 'Emp. No.', 'Worker ID', 'PERNR', 'Numéro matricule', '社員ID'])(
  'IDs below “%s” are taken without a question',
  async (heading) => {
    const { columns } = await backend.upload('known-ids.csv', `${heading},Groups\nE1001,Learning\nE1002,Learning\n`)
    expect(columns[0]?.mapping).toBe('org_user_id')
  },
)

test.each([
  ['managers before them', `Employee,Line manager,Email,Groups\nMina,Big Boss,${member},Learning\n`],
  ['“Manager” above them', `Employee,,Manager,,\nName,Department,Name,Email,Groups\nMina,HR,Boss,${member},Learning\n`],
  ['a form', `Timestamp,Email Address,Employee name,Groups\n2026-11-01 10:00,${member},Mina,Learning\n`],
  ['contacts of groups', `Groups,Description,Contact,Email\nLearning,All courses,Big Boss,${member}\n`],
])('addresses of %s name no user until a user maps them', async (_name, text) => {
  const { id, columns, counts } = await backend.upload('around.csv', text)
  const index = columns.findIndex(({ samples }) => samples.includes(member))
  expect([columns[index]?.mapping, counts?.ready]).toEqual(['ignore', 0])
  expect(await requestPlan(id)).toBe(409)
  await backend.correct(id, { columns: [{ index, mapping: 'email', blank: 'keep' }] })
  expect(await requestPlan(id)).toBe(201)
  // The choice counts for the next file of this shape.
  expect((await backend.upload('around-again.csv', text)).columns[index]?.mapping).toBe('email')
})

const codesOf = async (id: string) => (await backend.rows(id)).map(({ issues }) => issues.map(({ code }) => code))

test.each([
  ['beside it', `Name,Email,Groups\nAna Silva,${member},Learning\nSven Member,${secondMember},Learning\n`],
  [
    'in two columns',
    `First name;Last name;Email;Groups\nAna;Silva;${member};Learning\nSven;;${secondMember};Learning\n`,
  ],
  ['in its cell', `Email,Groups\n"Silva, Ana <${member}>",Learning\nSven <${secondMember}>,Learning\n`],
  [
    'beside an ID',
    `Employee,Employee ID,Email,Groups\nAna Silva,ORG-MEMBER,,Learning\nS. Member,,${secondMember},Learning\n`,
  ],
])('another name than that of the directory is reported %s', async (_name, text) => {
  const { id } = await backend.upload('names.csv', text)
  const [first, second] = await codesOf(id)
  expect(first).toContain('name_differs')
  expect(second).not.toContain('name_differs')
})

test.each(['Mina Costa', 'Member Mina', 'M. Silva', 'Mina', '', 'メンバー ミナ', 'Ana Silva-Member', 'Group member'])(
  'the name “%s” is no question',
  async (name) => {
    const { id } = await backend.upload('names.csv', `Name,Email,Groups\n${name},${member},Learning\n`)
    expect(await codesOf(id)).toEqual([[]])
  },
)
