import { wellKnown } from '@muster/kore-sandbox'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { filledHeader } from '../../features/uploads/template/template-cells.ts'
import { type Backend, startBackend } from '../backend.ts'

let backend: Backend
beforeAll(async () => {
  backend = await startBackend({ sandbox: { users: 60 } })
}, 120_000)
afterAll(() => backend.stop(), 60_000)

const file = `Email,Developer,Squad\n${wellKnown.member},yes,Data\n${wellKnown.secondMember},no,Legal; Brand\n`

const requestPlan = (uploadId: string) =>
  backend.api.send('POST', '/api/plans', {
    body: JSON.stringify({ kind: 'upload', uploadId }),
    contentType: 'application/json',
  })
const map = (id: string, mapping: 'groups_add' | 'ignore') =>
  backend.correct(id, { columns: [{ index: 2, mapping, blank: 'keep' }] })

test('blocks the plan while a column full of group names is neither mapped nor ruled out', async () => {
  const { id, columns } = await backend.upload('squads.csv', file)
  expect(columns[2]).toMatchObject({ header: 'Squad', mapping: 'ignore', suggestions: [{ mapping: 'groups_add' }] })
  const refused = await requestPlan(id)
  expect([refused.status, refused.bytes.toString()]).toEqual([
    409,
    expect.stringContaining('Column “Squad” is not used'),
  ])

  await map(id, 'groups_add')
  const plan = await backend.planUpload(id)
  expect(plan.summary.dispositions).toMatchObject({ change: 2 })
  await backend.run(plan)
  const groups = new Map([...(await backend.groupNames())].map(([key, name]) => [name, key]))
  expect(backend.sandbox.control.user(wellKnown.secondMember)?.groups).toEqual(
    expect.arrayContaining([groups.get('Legal'), groups.get('Brand')]),
  )
})

test('a column confirmed as not used does not block the plan', async () => {
  const { id } = await backend.upload('squads-ignored.csv', file.replace('Squad', 'Crew'))
  expect((await requestPlan(id)).status).toBe(409)
  const { columns } = await map(id, 'ignore')
  expect(columns[2]).toMatchObject({ mapping: 'ignore', chosen: true })
  expect((await requestPlan(id)).status).toBe(201)
})

test('a remembered mapping does not rule out the columns that were undecided', async () => {
  const heading = 'Email,Add groups,Devloper,Band'
  const lines = `${heading}\n${wellKnown.member},Data,yes,Legal\n${wellKnown.secondMember},Legal,no,Brand\n`
  const first = await backend.upload('bands.csv', lines)
  expect(first.columns[3]?.suggestions[0]?.mapping).toBe('groups_add')
  await backend.correct(first.id, { columns: [{ index: 2, mapping: 'is_developer', blank: 'keep' }] })
  const second = await backend.upload('bands-again.csv', lines)
  expect(second.columns.map(({ remembered }) => remembered)).toEqual([true, true, true, false])
  expect((await requestPlan(second.id)).status).toBe(409)
})

test.each([
  ['Valid until', '2026-12-31'],
  ['Ablaufdatum', '31.12.2026'],
  ['Start date', '1 Dec'],
  ['有効期限', '2026年12月31日'],
])(
  'a column that limits access in time, “%s”, blocks the plan until a member confirms that nothing expires',
  async (heading, value) => {
    const lines = `Email,Groups,${heading}\n${wellKnown.member},Learning,${value}\n`
    const { id, columns } = await backend.upload('limited.csv', lines)
    expect(columns[2]).toMatchObject({ header: heading, mapping: 'ignore' })
    const refused = await requestPlan(id)
    expect([refused.status, refused.bytes.toString()]).toEqual([409, expect.stringContaining('nothing expires')])
    await map(id, 'ignore')
    expect((await requestPlan(id)).status).toBe(201)
    // The confirmation counts for the next file of this shape.
    const next = await backend.upload('limited-again.csv', lines)
    expect((await requestPlan(next.id)).status).toBe(201)
  },
)

test.each(['never', '-', 'unbefristet'])('a time limit of “%s” is none', async (value) => {
  const { id } = await backend.upload('open.csv', `Email,Groups,Expires\n${wellKnown.member},Learning,${value}\n`)
  expect((await requestPlan(id)).status).toBe(201)
})

const { member, secondMember } = wellKnown

test.each<[string, string, string?]>([
  ['dates under a name of a group', `Email,Legal\n${member},2026-01-02\n`],
  ['"Owner" under a prefixed name of a group', `Email,GRP_Legal\n${member},Owner\n`],
  ['paths of a directory service', `Email,AD\n${member},"CN=Data,OU=Groups,DC=x"\n`],
  ['codes of additions and removals', `Email,Op,Groups\n${member},A,Data\n${secondMember},D,Legal\n`],
  ['codes under "Grant/Revoke"', `Email,Grant/Revoke,Groups\n${member},G,Data\n${secondMember},R,Legal\n`],
  ['no under "Assigned"', `Email,Group,Assigned\n${member},Data,TRUE\n${secondMember},Legal,FALSE\n`],
  ['the new value of a flag', `Email,Developer,Change to\n${member},yes,no\n`],
  ['one no under a question', `Email,Group,Use?\n${member},Data,yes\n${secondMember},Legal,no\n`],
  ['rows about several stages', `Email,Group,Stage\n${member},Data,Prod\n${secondMember},Legal,Dev\n`],
  ['yes under a removal in Thai', `อีเมล,กลุ่ม,ลบ\n${member},Data,ใช่\n`],
  ['yes under a removal in Turkish', `E-posta;Gruplar;Sil\n${member};Data;evet\n`],
  ['codes for yes and no under it', `E-posta;Gruplar;Kullanıcıyı sil\n${member};Data;E\n${secondMember};Legal;H\n`],
  ['yes under a heading that Muster cannot read', `メール,グループ,要対応\n${member},Data,はい\n`],
  ['no under "Identity verified"', `Email,Erase,Identity verified\nformer@example.org,all bots,no\n`],
  ['a title about rejected requests', `Rejected requests\n\nEmail,Groups\n${member},Data\n`],
  ['a title with a time', `Access valid until 31 March 2027\n\nEmail,Groups\n${member},Data\n`],
  ['a draft of removals', `Email,Remove\n${member},yes\n`, 'Removals DRAFT_do_not_use.csv'],
  ['rights in English', `Email,View,Edit,Delete\n${member},yes,yes,yes\n`],
  ['rights in German', `E-Mail;Lesen;Schreiben;Löschen\n${member};ja;ja;ja\n${secondMember};ja;nein;nein\n`],
  ['rights in French', `Courriel;Lire;Écrire;Supprimer\n${member};oui;oui;x\n`],
  ['rights in Spanish', `Correo;Ver;Editar;Eliminar\n${member};TRUE;FALSE;TRUE\n`],
  ['rights in Japanese', `メール,閲覧,編集,削除\n${member},はい,はい,はい\n`],
  ['rights on users', `Email,Create user,Edit user,Delete user\n${member},yes,yes,yes\n`],
  ['rights on data', `Email,View data,Delete data\n${member},All,All\n`],
  ['rights in words that Muster does not know', `Email,Kan se,Kan rette,Delete\n${member},ja,ja,ja\n`],
  ['removals of licenses', `Email,Action,License\n${member},Remove,Visio\n`],
  ['removals from teams', `Email,Team,Remove\n${member},Data team EMEA,x\n`],
  ['removals with a group and without', `Email,Action,Group\n${member},Remove,Data\n${secondMember},Remove,\n`],
  ['a flag in a list of leavers', `Email,Developer\n${member},yes\n`, 'Offboarding.csv'],
])('%s: no plan until a user maps the column', async (_name, text, fileName = 'undecided.csv') => {
  const { id } = await backend.upload(fileName, text)
  expect((await requestPlan(id)).status).toBe(409)
})

const plain = (count: number, cells: string) =>
  Array.from({ length: count }, (_, at) => `user${at}@nowhere.example,Learning,${cells}\n`).join('')

test.each([
  ['JML', `${plain(300, 'Joiner')}${wellKnown.member},Learning,Leaver\n`],
  ['Status', `${plain(3, 'Active')}${wellKnown.member},Learning,Terminated\n`],
  ['Comment', `${plain(3, 'ok')}${wellKnown.member},Learning,REVOKE.\n`],
  ['Vermerk', `${plain(3, 'ok')}${wellKnown.member},Learning,entfernen\n`],
  ['Employment status', `${plain(3, 'active')}${wellKnown.member},Learning,Suspended\n`],
  ['accountEnabled', `${plain(300, 'True')}${wellKnown.member},Learning,False\n`],
  ['Aktiv (j/n)', `${plain(3, 'j')}${wellKnown.member},Learning,n\n`],
  ['Is Archived', `${plain(300, '')}${wellKnown.member},Learning,yes\n`],
  ['ACCOUNT STATUS', `${plain(300, 't')}${wellKnown.member},Learning,f\n`],
  ['Empl. status', `${plain(3, 'A')}${wellKnown.member},Learning,T\n`],
  ['IsDeleted', `${plain(300, '0')}${wellKnown.member},Learning,1\n`],
  ['Deactivated at', `${plain(300, '')}${wellKnown.member},Learning,2026-01-31\n`],
  ['Remarks', `${plain(300, 'ok')}${wellKnown.member},Learning,please remove from Legal instead\n`],
  ['備考', `${plain(3, '')}${wellKnown.member},Learning,12月まで\n`],
  ['Durum', `${plain(3, 'Çalışıyor')}${wellKnown.member},Learning,İşten ayrıldı\n`],
  ['สถานะ', `${plain(3, 'ใช้งาน')}${wellKnown.member},Learning,ระงับ\n`],
  ['Poznámka', `${plain(3, 'ok')}${wellKnown.member},Learning,pozor – už odešel\n`],
  ['Статус сотрудника', `${plain(3, 'работает')}${wellKnown.member},Learning,архив\n`],
  ['הערות', `${plain(3, 'משרה מלאה')}${wellKnown.member},Learning,נא לא להוסיף\n`],
  ['Squad', `${plain(300, '')}${wellKnown.member},Learning,Legal\n`],
  ['Extra access', `${plain(3, 'see ticket')}${wellKnown.member},Learning,Legal\n`],
  ['Dev', `${plain(3, 'n')}${wellKnown.member},Learning,y\n`],
  ['Expires', `${plain(300, '')}${wellKnown.member},Learning,2026-12-31\n`],
  ['Termination Date', `${wellKnown.member},Learning,2026-01-31\n`],
])('one value anywhere below “%s” that may contradict its row blocks the plan', async (heading, lines) => {
  const { id, columns } = await backend.upload('late.csv', `Email,Groups,${heading}\n${lines}`)
  expect(columns[2]).toMatchObject({ header: heading, mapping: 'ignore' })
  const isUnnamed = ['Squad', 'Extra access', 'Dev', 'Expires', 'Termination Date', 'Deactivated at'].includes(heading)
  expect(lines).toContain(isUnnamed ? ',' : columns[2]?.withdrawal)
  expect((await requestPlan(id)).status).toBe(409)
  await map(id, 'ignore')
  expect((await requestPlan(id)).status).toBe(201)
})

test.each(['Division', 'Abteilung', 'Requested by', 'Comment'])(
  'one name of a group below “%s” is no question',
  async (heading) => {
    const lines = `Email,Groups,${heading}\n${plain(3, 'Berlin')}${member},Learning,Legal\n`
    const { id } = await backend.upload('named.csv', lines)
    expect((await requestPlan(id)).status).toBe(201)
  },
)

test('a column that no member ruled out may be in doubt in the next file of its shape', async () => {
  const heading = 'Email,Grups,Ends'
  const first = await backend.upload('open-ended.csv', `${heading}\n${wellKnown.member},Learning,never\n`)
  await backend.correct(first.id, { columns: [{ index: 1, mapping: 'groups_add', blank: 'keep' }] })
  const second = await backend.upload('ending.csv', `${heading}\n${wellKnown.member},Learning,2026-12-31\n`)
  expect(second.columns.map(({ remembered }) => remembered)).toEqual([true, true, false])
  expect((await requestPlan(second.id)).status).toBe(409)
})

test('the status of users in a template does not block the plan, nor does the state of something else', async () => {
  const cells = `${wellKnown.member},,,Mina,Member,suspended,,,,,`
  const template = await backend.upload('template.csv', `${filledHeader.join(',')}\n${cells}\n`)
  expect((await requestPlan(template.id)).status).toBe(201)
  const lines = `Email,Groups,Password status,Active\n${wellKnown.member},Learning,disabled,yes\n`
  const { id } = await backend.upload('states.csv', lines)
  expect((await requestPlan(id)).status).toBe(201)
})

const upn = (text: string) => text.replace('kore-sandbox.example', 'corp.example')

test.each([
  [
    'Active Directory',
    `#TYPE X\n"UserPrincipalName","mail","Groups"\n"${member}","${member.toUpperCase()}","Learning"\n`,
  ],
  ['Okta', `id,status,login,email,secondEmail,Groups\n00u1,ACTIVE,${member},${member},,Learning\n`],
  ['BambooHR', `Work Email,Home Email,Supervisor,Groups\n${member},mina@home.example,"Boss, Ana",Learning\n`],
  [
    'Workday',
    `Worker,Worker Status,Primary Work Email,Supervisory Organization,Groups\nMina,Active,${member},Sales,Learning\n`,
  ],
  ['ServiceNow', `email,groups,active,sys_created_by\n${member},Learning,true,Viewer\n`],
  [
    'Entra with details',
    `mail,groups,groupType,membershipType,Date,Section\n${member},Learning,Security,Direct,2026-11-01,A1\n`,
  ],
  ['a Greek office', `Ηλεκτρονικό ταχυδρομείο;Όνομα;Ομάδες;Προγραμματιστής\n${member};Άννα;Learning;ναι\n`],
  ['a Turkish office', `E-posta;Eklenecek Gruplar;Geliştirici mi?\n${member};Learning;Evet\n`],
  ['a Japanese office', `メール,グループ,削除\n${member},Learning,なし\n`],
  ['a Russian archive', `Почта;Группы;Отдел\n${member};Learning;Архив\n`],
  ['a Dutch office', `Email;First name;Groups;Opmerking\n${member};Sil;Learning;nu in Gent\n`],
  ['a Thai office', `อีเมล,กลุ่ม,หมายเหตุ\n${member},Learning,ข้อมูลบัญชีใหม่\n`],
  ['an Israeli office', `דואר אלקטרוני,קבוצות,הערות\n${member},Learning,משרה מלאה\n`],
  ['a list of removals', `Email,Active,Remove,Comment\n${member},yes,yes,moved\n`],
  ['a list of leavers', `Name;Email;Abteilung;Standort;Remove\nMina;${member};Vertrieb;Berlin;x\n`],
  ['a list with flags', `Email,VIP,Developer?,Remove user\n${member},yes,no,\n`],
  ['a Polish office', `Adres e-mail;Grupy do dodania;Grupy do usunięcia\n${member};Learning;Legal\n`],
])('a file from %s needs no decision', async (_name, text) => {
  const { id, counts } = await backend.upload('export.csv', text)
  expect(counts).toMatchObject({ ready: 1, errors: 0 })
  expect((await requestPlan(id)).status).toBe(201)
})

test.each([
  ['in one row', `Login,Email,Groups\n${member},${member},Learning\n${secondMember},${upn(secondMember)},Learning\n`],
  ['in which is blank', `Login,Email,Groups\n${member},,Learning\n,${secondMember},Learning\n`],
])('two columns of addresses that differ %s are one question', async (_name, text) => {
  const { id } = await backend.upload('two.csv', text)
  expect((await requestPlan(id)).status).toBe(409)
})

test.each(['UserID', 'User ID'])(
  'a column of IDs of another system below “%s” is one question, not an error in each row',
  async (heading) => {
    const users = [wellKnown.member, wellKnown.secondMember]
    const lines = users.map((email, at) => `${email},jdoe${at},Learning\n`).join('')
    const { id, columns, counts } = await backend.upload('foreign.csv', `Email,${heading},Groups\n${lines}`)
    expect([columns[1]?.mapping, columns[1]?.suggestions[0]?.mapping]).toEqual(['ignore', 'user_id'])
    expect(counts).toMatchObject({ ready: 2, errors: 0 })
    expect((await requestPlan(id)).status).toBe(409)
    await backend.correct(id, { columns: [{ index: 1, mapping: 'ignore', blank: 'keep' }] })
    expect((await requestPlan(id)).status).toBe(201)
  },
)

test.each([
  'Email,Groups,,Email,Groups',
  'Email,Groups,,User email,Groups to remove',
  'Email,Groups to remove,Name,Email,Groups to remove',
])('a table beside the first one requests nothing of the users of the first: %s', async (headings) => {
  const { id, columns } = await backend.upload('beside.csv', `${headings}\n${member},Data,,${secondMember},Legal\n`)
  expect([columns[1]?.mapping, columns[4]?.mapping]).toEqual([expect.stringMatching(/^groups_/), 'ignore'])
  expect((await requestPlan(id)).status).toBe(409)
})
