import { wellKnown } from '@muster/kore-sandbox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { encodeText } from '../../adapters/files/testing/encode-text.ts'
import { type Backend, startBackend } from '../backend.ts'

let backend: Backend
beforeAll(async () => {
  backend = await startBackend()
}, 120_000)
afterAll(() => backend.stop(), 60_000)

const { member, secondMember, groupMember } = wellKnown

/** The request of each row of a file: its user, then groups and flags, or the codes of its errors. */
async function requested(text: string | Buffer, name = 'odd.csv') {
  const file = await backend.upload(name, typeof text === 'string' ? text : new Uint8Array(text))
  const names = await backend.groupNames()
  return (await backend.rows(file.id)).map(({ change, identifier, issues }) => {
    const failing = issues.filter(({ level }) => level === 'error').map(({ code }) => code)
    if (failing.length > 0 || change?.kind !== 'update') return failing.length > 0 ? failing : [change?.kind ?? null]
    const { groups, isDeveloper } = change
    const list = groups?.mode === 'edit' ? groups : { add: [], remove: [] }
    return [
      identifier?.value,
      ...list.add.map((id) => `+${names.get(id)}`),
      ...list.remove.map((id) => `-${names.get(id)}`),
      ...(isDeveloper === undefined ? [] : [isDeveloper]),
    ]
  })
}

describe('odd files request what they contain, or report what is wrong', () => {
  test.each([
    ['a line that names the separator', `sep=;\nEmail;Groups\n${member};Data, Legal\n`],
    ['the same with quotes', `"SEP=;"\r\nEmail;Groups\r\n${member};Data, Legal\r\n`],
    ['tabs and quotes', `Email\tGroups\tNote\n${member}\t"Data; Legal"\t"say ""hi"""\n`],
    ['headings of two rows', `User,,Access\nEmail,Name,Groups\n${member},Mina,Data; Legal\n`],
    ['a title with an address', `Review\nBy ana@example.com\n\nEmail,Groups\n${member},Data; Legal\n`],
    ['a blank heading', `Email,,Groups\n${member},Brand,Data; Legal\n`],
    ['a list over lines', `Email,Groups\n${member},"Data\nLegal\n"\n`],
    ['groups in several columns', `Email,Group 1,Group 2,Group 3\n${member},Data,,Legal\n`],
    ['a duplicate heading of groups', `Email,Groups,Groups\n${member},Data,Legal\n`],
    ['carriage returns alone', `Email,Groups\r${member},Data; Legal\r`],
    ['a NUL in the address', `Email,Groups\n${member.replace('@', '\0@')},Data; Legal\n`],
    ['marks of direction', `البريد الإلكتروني,المجموعة\n\u202b${member}\u202c,Data; Legal\n`],
    ['UTF-16 without a mark', encodeText(`Email,Groups\n${member},Data; Legal\n`, 'utf-16le')],
    ['UTF-16, big end first', encodeText(`\ufeffEmail\tGroups\n${member}\tData; Legal\n`, 'utf-16be')],
    ['quotes of German', `Email;Gruppen hinzufügen\n„${member}“;Data, Legal\n`],
    ['a vertical tab', `Email,Groups\n${member},Data\vLegal\n`],
    ['bullets in a cell', `Email,Groups\n${member},"• Data\n• Legal"\n`],
    ['numbered lines in a cell', `Email,Groups\n${member},"1. Data\n2) Legal"\n`],
    ['quotes around headings', `"'Email'";"'Groups'"\n${member};Data, Legal\n`],
    ['rows quoted as a whole', `Access review\nEmail,Groups\n"${member},""Data, Legal"""\n`],
    ['rows in apostrophes as a whole', `Email,Groups,Note\n'${member},"Data, Legal",x'\n`],
  ])('%s', async (_name, text) => {
    expect(await requested(text)).toEqual([[member, '+Data', '+Legal']])
  })

  test.each([
    ['German', `E-Mail-Adresse;Gruppen hinzufügen;Gruppen entfernen;Entwickler\n${member};Data;Legal;ja\n`],
    ['French', `Adresse e-mail;Groupes à ajouter;Groupes à supprimer;Développeur\n${member};Data;Legal;oui\n`],
    ['Spanish', `Correo electrónico;Añadir grupos;Quitar grupos;Desarrollador\n${member};Data;Legal;sí\n`],
    ['Arabic', `البريد الإلكتروني;إضافة المجموعات;إزالة المجموعات;مطور\n${member};Data;Legal;نعم\n`],
    ['Japanese', `メールアドレス,グループを追加,グループを削除,開発者\n${member},Data,Legal,○\n`],
    ['two rows', `Person,Groups,,Flags\nEmail,Add,Remove,Developer\n${member},Data,Legal,1\n`],
    ['two rows, the first with the others', `Email,Groups,,Developer\n,Add,Remove,\n${member},Data,Legal,1\n`],
    ['two rows, above the lists', `,Add,Remove,Flags\nEmail,Groups,Groups,Developer\n${member},Data,Legal,1\n`],
    ['two rows of Japanese', `メール,グループ,,開発者\n,追加,削除,\n${member},Data,Legal,有\n`],
    ['two rows of German', `Person;Gruppen;;\nE-Mail;Hinzufügen;Entfernen;Entwickler\n${member};Data;Legal;ja\n`],
  ])('headings in %s', async (_name, text) => {
    expect(await requested(text)).toEqual([[member, '+Data', '-Legal', true]])
  })

  test.each([
    ['another separator', `sep=^\nEmail^Groups\n${member}^Data\n`],
    ['columns of fixed width', `Email            Groups\n${member}    Data\n`],
    ['a removal and groups', `メールアドレス,グループ,削除\n${member},Data,はい\n`],
    ['an unknown action', `Email,Action,Groups\n${member},deactivate,Data\n${groupMember},update,Data\n`],
    ['an address that the delimiter split', `Email,Groups\nMember, Mina <${member}>,Data\n`],
    ['a quote with a backslash', `Email,Note,Groups\n${member},"say \\"hi\\", ok",Data\n`],
    [
      'two encodings',
      Buffer.concat([
        Buffer.from(`Email,Groups\n${member},Zürich Office\n`),
        encodeText(`${secondMember},Zürich Office\n`, 'windows-1252'),
      ]),
    ],
    ['a look-alike letter', `Email,Groups\n${member.replace('e', 'е')},Data\n`],
    ['several roles beside several bots', `Email,Role,Bot\n${member},Viewer; Analyst,Billing; Returns\n`],
    ['an update beside a removal', `Email,Action,Remove\n${member},update,yes\n`],
    ['a name crossed out by strokes', `Email,Groups\n${member},D\u0336a\u0336t\u0336a\u0336\n`],
    ['an address with a reservation', `Email,Groups\nMina <${member}> (do not change),Data\n`],
    ['negated groups', `Email,Groups\n${member},"-Data, +Legal"\n`],
    ['headings within the rows', `Email,Groups\nEmail,Groups\n${member},Data\n`],
    ['names of fields in each line', `Email: ${member}\nGroups: Data\n`],
    ['lines of another delimiter', `Email,Groups\n${member};Data\n${secondMember},Legal\n`],
    ['lines that end as in Unicode', `Email,Groups\u2028${member},Data\u2028${secondMember},Legal\u2028`],
    ['an erasure with only a yes', `Email,Erase\nformer@example.org,yes\n`],
    ['one user by address and by id', `Organization ID,Email,Groups\nORG-ADMIN,,Data\n,${wellKnown.admin},Legal\n`],
    ['one user in capitals', `Email,Groups\n${member},Data\n${member.toUpperCase()},Legal\n`],
    ['numbers in groups of three', `Organization ID,Groups\n"100,777",Data\n`],
    ['an invalid flag', `Email,Developer\n${member},2\n${secondMember},yes\n`],
    ['a name with another accent', `Email,Groups\n${member},Zùrich Office\n`],
    ['a line that is commented out', `Email,Groups\n;${member},Data\n`],
    ['who approved the list', `Email,Groups\nApproved by: ${member},Data\n`],
    ['who approved the list, with a name', `Email,Groups\nApproved by: Mina <${member}>,Data\n`],
    ['an old address', `Email,Groups\nOld: ${member},Data\n`],
    ['a former address, in German', `E-Mail,Gruppen\nFrühere E-Mail: ${member},Data\n`],
    ['an exception', `Email,Groups\nExcept: ${member},Data\n`],
    ['a mark before a name', `Email,Groups\n[Inactive] Mina <${member}>,Data\n`],
    ['someone who retired', `Email,Groups\n${member} (retired),Data\n`],
    ['someone who left', `Email,Groups\n${member} (left),Data\n`],
    ['a doubt', `Email,Groups\n${member} ??,Data\n`],
    ['a quoted row with a comma too many', `Email,Groups\n"${member},Data, Legal"\n`],
  ])('%s: an error', async (_name, text) => {
    const rows = await requested(text)
    expect(rows.some((row) => row.some((word) => typeof word === 'string' && /^[a-z_]+_[a-z_]+$/.test(word)))).toBe(
      true,
    )
  })

  test.each([
    ['a heading with a minus', `Email,-Groups\n${member},Data\n`],
    ['a heading that ends in a minus', `Email,Developer -\n${member},yes\n`],
    ['a heading with a word in brackets', `Email,Groups [remove]\n${member},Data\n`],
    ['a title about leavers', `Leavers: remove access\n\nEmail,Groups\n${member},Data\n`],
    ['a table under "Remove"', `Remove,,\nEmail,Groups,Note\n${member},Data,x\n`],
    [
      'roles beside groups under "Remove"',
      `,Add,Remove,,\nEmail,Groups,Groups,Roles,Note\n${member},Data,Legal,Tester,x\n`,
    ],
    ['roles beside groups under "Remove" alone', `,Remove,\nEmail,Groups,Roles\n${member},Data,Tester\n`],
    ['headings under "Current" and "New"', `,Current,New\nEmail,Groups,Groups\n${member},Data,Legal\n`],
    ['yes and no under "Still needed?"', `Email,Group,Still needed?\n${member},Data,Y\n${secondMember},Legal,N\n`],
    ['rows about several systems', `Email,Group,Environment\n${member},Data,Production\n${secondMember},Legal,Test\n`],
    ['a condition', `Email,Group,Only if\n${member},Data,manager agrees\n`],
    ['yes and no under "Leaver"', `Email,Groups,Leaver\n${member},Data,yes\n${secondMember},Legal,no\n`],
    ['a title that excludes', `,Exclude from\nEmail,Groups\n${member},Data\n`],
    ['a decision', `Email,Group,Decision\n${member},Data,Approve\n${secondMember},Legal,Revoke\n`],
    ['a status of requests', `Email,Group,Status\n${member},Data,pending\n${secondMember},Legal,rejected\n`],
    [
      'a decision of other languages',
      `E-Mail;Gruppe;Vorgang\n${member};Data;hinzufügen\n${secondMember};Legal;entfernen\n`,
    ],
    ['yes and no under "Approved"', `Email,Groups,Approved\n${member},Data,yes\n${secondMember},Legal,no\n`],
    ['plus and minus', `Email,Group,+/-\n${member},Data,+\n${secondMember},Legal,-\n`],
    ['crosses under names of groups', `Email,Developer,Data,Legal\n${member},yes,x,\n${secondMember},no,,x\n`],
    ['crosses under names of roles', `Email,Groups,Viewer\n${member},Data,x\n`],
    ['a name about removals', `Email,Groups\n${member},Data\n`, 'Leavers (removals).csv'],
  ])('%s: no plan until a user maps the column', async (_name, text, fileName = 'odd.csv') => {
    const { id } = await backend.upload(fileName, text)
    const body = JSON.stringify({ kind: 'upload', uploadId: id })
    const { status } = await backend.api.send('POST', '/api/plans', { body, contentType: 'application/json' })
    expect(status).toBe(409)
  })

  test.each([
    ['another heading below', `Email,Add groups\n${member},Data\n\nEmail,Remove groups\n${secondMember},Legal\n`, 4],
    ['other places below', `Email,Developer,Can create bots\n${member},yes,no\nEmail,Can create bots,Developer\n`, 3],
    ['a title between rows', `Email,Groups\nTo add\n${member},Data\nTo remove\n${secondMember},Legal\n`, 4],
    ['a title with a number', `Email,Groups\n${member},Data\nLeavers Q3: remove access,\n${secondMember},Legal\n`, 3],
    ['a title of rows that wait', `Email,Groups\n${member},Data\nPending,\n${secondMember},Legal\n`, 3],
    ['a title of refused rows', `Email,Groups\n${member},Data\nNot approved:,\n${secondMember},Legal\n`, 3],
    ['a title in German', `E-Mail;Gruppen\n${member};Data\nEntfernen:;\n${secondMember};Legal\n`, 3],
  ])('a second table, %s: refused', async (_name, text, row) => {
    const { state, problem } = await backend.upload('odd.csv', text)
    expect([state, problem]).toEqual(['refused', expect.stringContaining(`row ${row}, `)])
  })

  test.each([
    ['a date above the headings', `Stand:;29.11.2026;\nE-Mail;Gruppen;Abteilung\n${member};Data;Vertrieb\n`],
    ['a region that sounds like a removal', `Email,Groups\nBaja California,\n${member},Data\n`],
  ])('no second table, %s: checked', async (_name, text) => {
    expect(await backend.upload('odd.csv', text)).toMatchObject({ problem: null, state: 'checked' })
  })

  test.each([
    ['a list of JSON', 'odd.json', JSON.stringify([{ email: member }]), 'not the body'],
    [
      'JSON with a duplicate key',
      'odd.json',
      `{"users":[{"userInfo":{"emailId":"a","emailId":"b"}}]}`,
      'duplicate key',
    ],
    ['lines of JSON', 'odd.jsonl', `{"email":"${member}"}\n`, '.jsonl'],
    ['a page', 'odd.csv', `<table><tr><td>${member}</td></tr></table>`, 'web page'],
    ['a page named .xls', 'odd.xls', `<html><table></table></html>`, '.xls'],
    ['Markdown', 'odd.md', `| Email |\n|---|\n| ${member} |\n`, '.md'],
    [
      'OpenDocument',
      'odd.ods',
      'PK\u0003\u0004mimetypeapplication/vnd.oasis.opendocument.spreadsheet',
      'save it as .xlsx',
    ],
  ])('%s: refused', async (_name, fileName, text, problem) => {
    expect(await backend.upload(fileName, text)).toMatchObject({
      state: 'refused',
      problem: expect.stringContaining(problem),
    })
  })

  test.each([
    ['Supervisor Email', 'Employee ID'],
    ['Mentor', 'Employee ID'],
    ['Invited by', 'Employee ID'],
    ['Eingeladen von (E-Mail)', 'Personalnummer'],
    ['อีเมลหัวหน้า', 'Employee ID'],
    ['E-Mail Vorgesetzter', 'Personalnummer'],
  ])('addresses of someone else under %s change no user', async (heading, id) => {
    const rows = await requested(`${id},${heading},Groups\nE999999,${secondMember},Data\n`)
    expect(rows).toEqual([['person_unknown']])
  })

  test('parts of a body that Muster does not read are a warning of the plan, or an error', async () => {
    const users = [
      { userInfo: { emailId: member, title: 'Clerk' }, groups: { addTo: ['Data'] } },
      { userInfo: { emailId: secondMember }, groups: ['Data'] },
    ]
    const file = await backend.upload('odd.json', JSON.stringify({ users }))
    const issues = (await backend.rows(file.id)).map((row) => row.issues.map(({ code, level }) => [code, level]))
    expect(issues).toEqual([[['key_unread', 'warning']], [['group_unknown', 'error']]])
    const { summary } = await backend.planUpload(file.id)
    expect(summary).toMatchObject({ dispositions: { change: 1, blocked: 1 }, warnings: { row_warning: 1 } })
  })

  test('an admin role beside a bot is blocked, because it would count for the whole account', async () => {
    const file = await backend.upload('odd.csv', `Email,Role,Bot\n${member},User Manager,Billing\n`)
    const plan = await backend.planUpload(file.id)
    const items = await backend.planItems(plan.id)
    expect(items.map(({ blockers }) => blockers.map(({ code }) => code))).toEqual([['role_is_admin']])
  })

  test('a recipient list of a mail program', async () => {
    const list = `To:\t"Member, Mina" <${member}>; Sven Member (${secondMember})\r\nCc:\tGita Group <${groupMember}>; mailto:${wellKnown.invited}\r\n`
    const file = await backend.upload('odd.txt', list)
    expect(file).toMatchObject({ state: 'checked', detected: { delimiter: 'addresses' } })
    const found = (await backend.rows(file.id)).map(
      ({ identifier, issues }) => identifier?.value ?? issues.flatMap(({ suggestions }) => suggestions)[0],
    )
    expect(found).toEqual([member, secondMember, groupMember, wellKnown.invited])
  })

  test.each([
    ['German', 'Kann Bots erstellen'],
    ['French', 'Peut créer des bots'],
    ['Arabic', 'يمكنه إنشاء الروبوتات'],
  ])('the flag of bot creation in %s', async (_language, heading) => {
    const file = await backend.upload('odd.csv', `Email,${heading}\n${member},1\n`)
    expect(file.columns.map(({ mapping }) => mapping)).toEqual(['email', 'can_create_bot'])
  })

  test.each([
    ['x and a dash', ['x', '-'], [true, null]],
    ['ticks and crosses', ['✓', '✗'], [true, false]],
    ['ticks and x', ['✓', 'x'], [true, '?']],
    ['O and X', ['O', 'X'], ['flag_unrecognized', '?']],
    ['crosses alone', ['❌', ''], ['?', null]],
    ['○ and ×', ['○', '×'], [true, false]],
    ['○ and ●', ['○', '●'], ['?', 'flag_unrecognized']],
    ['あり and なし', ['あり', 'なし'], [true, false]],
    ['無 alone', ['無', ''], ['?', null]],
  ])('a column of %s', async (_name, [one = '', other = ''], expected) => {
    const text = `Email,Developer,Groups\n${member},${one},Data\n${secondMember},${other},Data\n`
    const file = await backend.upload('odd.csv', text)
    const found = (await backend.rows(file.id)).map(({ change, issues }) => {
      const code = issues.find(({ level }) => level === 'error')?.code
      if (code !== undefined) return code === 'flag_ambiguous' ? '?' : code
      return change?.kind === 'update' ? (change.isDeveloper ?? null) : 'none'
    })
    expect(found).toEqual(expected)
  })

  test('a number before one group, or not counted from 1, is part of another name', async () => {
    for (const cell of ['2. Data', '"2. Data\n3. Legal"'])
      expect((await requested(`Email,Groups\n${member},${cell}\n`))[0]).toContain('group_unknown')
  })

  test('the sender of a message is not among its recipients', async () => {
    const list = `From: Boss <${groupMember}>\nTo: Mina <${member}>; Sven <${secondMember}>\n`
    const file = await backend.upload('odd.txt', list)
    expect(file.detected?.delimiter).not.toBe('addresses')
  })

  test('a dash before a group is no bullet: it may stand for a removal', async () => {
    expect(await requested(`Email,Groups\n${member},"- Data\n- Legal"\n`)).toEqual([['group_unknown', 'group_unknown']])
  })

  test.each([
    ['blank lines', 'odd.csv', '\n\n \n'],
    ['a byte order mark', 'odd.csv', '\ufeff'],
    ['a byte order mark and blank lines', 'odd.txt', '\ufeff\r\n\r\n'],
    ['a byte order mark of UTF-16', 'odd.csv', new Uint8Array(encodeText('\ufeff\n', 'utf-16le'))],
    ['headings', 'odd.csv', 'Email,Groups\n\n'],
    ['a body without users', 'odd.json', '{"users":[]}'],
  ])('only %s: refused', async (_name, fileName, text) => {
    const { state, problem } = await backend.upload(fileName, text)
    expect([state, problem]).toEqual(['refused', expect.stringMatching(/No row has a value|no users|empty/)])
  })

  test('the role that no call assigns is not suggested, and a plan blocks it', async () => {
    const file = await backend.upload(
      'odd.csv',
      `Email,Roles\n${member},Master Admin\n${secondMember},Primary Master Admin\n`,
    )
    const [first] = await backend.rows(file.id)
    expect(first?.issues.map(({ code, suggestions }) => [code, suggestions])).toEqual([
      ['role_unrecognized', ['admin', 'Read-only Admin']],
    ])
    const plan = await backend.planUpload(file.id)
    const items = await backend.planItems(plan.id)
    expect(items.map(({ disposition, blockers }) => [disposition, blockers.map(({ code }) => code)])).toEqual([
      ['blocked', ['row_invalid']],
      ['blocked', ['role_not_assignable']],
    ])
  })
})
