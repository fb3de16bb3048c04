import { listUsers } from '@muster/contracts/users'
import { wellKnown } from '@muster/kore-sandbox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Backend, startBackend } from '../backend.ts'

let backend: Backend
let ids: readonly string[]
let emails: readonly string[]
let groups: ReadonlyMap<string, string>
beforeAll(async () => {
  backend = await startBackend({ sandbox: { users: 80 } })
  const { items } = await backend.api.call(listUsers, { query: { limit: 200 } })
  const usual = items.filter(({ email, orgUserId }) => !email.endsWith('kore-sandbox.example') && orgUserId !== null)
  ids = usual.map(({ orgUserId }) => orgUserId ?? '')
  emails = usual.map(({ email }) => email)
  groups = await backend.groupNames()
}, 120_000)
afterAll(() => backend.stop(), 60_000)

const formats = ['csv', 'xlsx', 'json'] as const

/** The name of a group that a user is not in. */
function newGroup(email: string): string {
  const held = new Set(backend.sandbox.control.user(email)?.groups)
  const [, name] = [...groups].find(([id, one]) => !held.has(id) && /^\w+$/.test(one)) ?? []
  if (name === undefined) throw new Error(`${email} is in every group`)
  return name
}
const emailOf = (id: string) => emails[ids.indexOf(id)] ?? ''

/** Runs a file as a job. Returns its report. */
async function reportOf(text: string, format: (typeof formats)[number] = 'csv') {
  const file = await backend.upload('first.csv', text)
  const job = await backend.run(await backend.planUpload(file.id))
  return { job, report: await backend.report(job.id, format) }
}

async function sendAgain(report: string | Buffer, name = 'report.csv') {
  const file = await backend.upload(name, typeof report === 'string' ? report : new Uint8Array(report))
  return { file, rows: await backend.rows(file.id) }
}

const levels = ({ issues }: Awaited<ReturnType<typeof sendAgain>>['rows'][number]) =>
  issues.filter(({ level }) => level !== 'note').map(({ code, level, value }) => ({ code, level, value }))
const changesOf = (user: string) =>
  backend.sandbox.ledger.effects().filter((effect) => effect.user === user && effect.changed).length

describe('a row of a report belongs to one item of one job', () => {
  test.each(formats)('sent back unchanged, its rows have no issue and are done: %s', async (format) => {
    const [a = '', b = ''] = emails
    const { report } = await reportOf(`Email ID,Add groups\n${a},${newGroup(a)}\n${b},${newGroup(b)}\n`, format)
    const { file, rows } = await sendAgain(report, `report.${format}`)
    expect(rows.flatMap(levels)).toEqual([])
    expect(file.counts).toMatchObject({ rows: 2, done: 2 })
    expect(file.columns.at(-1)).toMatchObject({ header: 'Row reference', mapping: 'ignore' })
  })

  test('a mark that the values of its column leave open waits for a decision, also when its row is sent alone', async () => {
    const isDeveloper = (email: string) => backend.sandbox.control.user(email)?.isDeveloper === true
    const a = emails.find((email) => !isDeveloper(email)) ?? ''
    const b = emails.find((email) => isDeveloper(email) && !backend.sandbox.control.user(email)?.canCreateBot) ?? ''
    const { report } = await reportOf(`Email ID,Developer\n${a},✓\n${b},x\n`)
    expect([isDeveloper(a), isDeveloper(b)]).toEqual([true, true])
    const alone = report
      .toString()
      .split('\r\n')
      .filter((line) => !line.startsWith(a))
    const { file, rows } = await sendAgain(alone.join('\r\n'))
    expect(rows.map(levels)).toEqual([[{ code: 'flag_ambiguous', level: 'error', value: 'x' }]])
    await backend.fix(file.id, { kind: 'issue', issue: 'flag_ambiguous:1:x', replaceWith: 'no' })
    await backend.run(await backend.planUpload(file.id))
    expect([isDeveloper(a), isDeveloper(b)]).toEqual([true, false])
  })

  test('an edited id is an error that names both, regardless of the request and its outcome', async () => {
    const [a = '', b = '', other = ''] = ids
    const { report } = await reportOf(
      `Organization ID,Add groups\n${a},${newGroup(emailOf(a))}\nE-unknown,Legal\n${b},\n`,
    )
    const text = report.toString('utf8').replace(`\n${a},`, `\n${other},`).replace('\nE-unknown,', '\n101172,')
    const { file, rows } = await sendAgain(text)
    expect(rows.map((row) => levels(row).filter(({ code }) => code.startsWith('report_')))).toEqual([
      [
        {
          code: 'report_id_changed',
          level: 'error',
          value: `The report’s row 2 was for ${a}; the file has ${other}`,
        },
      ],
      [
        {
          code: 'report_id_changed',
          level: 'error',
          value: 'The report’s row 3 was for E-unknown; the file has 101172',
        },
      ],
      [],
    ])
    expect(file.counts).toMatchObject({ done: 1, ready: 0 })
    const fixed = await backend.fix(file.id, { kind: 'suggested', issue: 'report_id_changed:0' })
    expect(fixed.issues.map(({ code }) => code)).not.toContain('report_id_changed')
    expect((await backend.rows(file.id)).map(({ identifier }) => identifier?.value)).toEqual([a, 'E-unknown', b])
  })

  test('an edited address of another user is a warning of the plan, and done for no user', async () => {
    const [, , a = '', other = ''] = emails
    const { report } = await reportOf(`Email ID,Add groups\n${a},${newGroup(a)}\n`)
    const { file, rows } = await sendAgain(report.toString('utf8').replace(a, other))
    expect(rows.flatMap(levels)).toEqual([
      {
        code: 'report_user_changed',
        level: 'warning',
        value: `The report’s row 2 was for ${a}; the file has ${other}`,
      },
    ])
    expect(file.counts).toMatchObject({ done: 0, ready: 1 })
    const plan = await backend.planUpload(file.id)
    expect(plan.summary.warnings).toMatchObject({ row_warning: 1 })
    expect((await backend.planItems(plan.id)).map(({ user }) => user?.email)).toEqual([other])
  })

  test('an edited address of another user in a removal is an error, and removes no user', async () => {
    // Owners of bots are not removed.
    const removed = emails.slice(-6).map((email) => `${email},yes\n`)
    const { job, report } = await reportOf(`Email ID,Remove\nstranger@example.org,yes\n${removed.join('')}`)
    expect(job.counts.changed).toBeGreaterThan(0)
    const { file, rows } = await sendAgain(
      report.toString('utf8').replace('\nstranger@example.org', `\n${wellKnown.invited}`),
    )
    expect(rows.flatMap((row) => (row.row === 2 ? levels(row).map(({ code }) => code) : []))).toEqual([
      'report_id_changed',
    ])
    expect(file.counts).toMatchObject({ done: job.counts.changed })
    const corrected = await backend.fix(file.id, {
      kind: 'cells',
      cells: [{ row: rows[0]?.row ?? 0, column: 0, value: wellKnown.invited }],
    })
    expect(corrected.counts.ready).toBe(file.counts.ready + 1)
  })

  test('an erasure is done only for its user and its bots', async () => {
    const { job, report } = await reportOf('Email ID,Erase\nformer.user@example.org,Billing\n')
    expect(job.counts).toMatchObject({ changed: 1 })
    const text = report.toString('utf8')
    expect((await sendAgain(text)).file.counts).toMatchObject({ rows: 1, done: 1 })
    const typedOver = await sendAgain(text.replace('former.user@example.org', 'other.user@example.org'))
    expect(typedOver.file.counts).toMatchObject({ done: 0, ready: 0, errors: 1 })
    expect(typedOver.rows.flatMap(levels).map(({ code }) => code)).toEqual(['report_id_changed'])
    const wider = await sendAgain(text.replace(',Billing,', ',all bots,'))
    expect(wider.file.counts).toMatchObject({ done: 0, ready: 1 })
  })

  test('rows sorted as a whole stay done; a column sorted alone is in error in each row', async () => {
    const three = ids.slice(6, 9)
    const { report } = await reportOf(
      `Organization ID,Add groups\n${three.map((id) => `${id},${newGroup(emailOf(id))}`).join('\n')}\n`,
    )
    const [head = '', ...lines] = report.toString('utf8').trimEnd().split('\r\n')
    const sorted = await sendAgain([head, ...lines.toReversed()].join('\r\n'))
    expect(sorted.file.counts).toMatchObject({ rows: 3, done: 3 })
    const alone = lines.map((line, at) => line.replace(three[at] ?? '', three[(at + 1) % 3] ?? ''))
    const { file } = await sendAgain([head, ...alone].join('\r\n'))
    expect(file.counts).toMatchObject({ rows: 3, done: 0, ready: 0, errors: 3 })
  })

  test('a row marked done manually is not done', async () => {
    const [stranger, a] = ['stranger@example.org', emails[4] ?? '']
    const { report } = await reportOf(`Email ID,Add groups\n${stranger},Legal\n${a},${newGroup(a)}\n`)
    const { file } = await sendAgain(report.toString('utf8').replace(',skipped,', ',changed,'))
    expect(file.counts).toMatchObject({ rows: 2, done: 1 })
  })

  test.each([
    ['of another installation', '0192f0c4-0000-7000-8000-000000000000:1'],
    ['that is damaged', '2026'],
  ])('a reference %s is an error; without the column the report is read as before', async (_name, reference) => {
    const [, , , , , a = ''] = emails
    const { report } = await reportOf(`Email ID,Add groups\n${a},${newGroup(a)}\n`)
    const text = report.toString('utf8')
    const unknown = await sendAgain(text.replace(/[\w-]+:1\r\n/, `${reference}\r\n`))
    expect(unknown.rows.flatMap(levels).map(({ code }) => code)).toEqual(['report_row_unknown'])
    expect(unknown.file.counts).toMatchObject({ done: 0, ready: 0 })
    const earlier = await sendAgain(text.replaceAll(/,[^,\r\n]*\r\n/g, '\r\n'))
    expect(earlier.file.columns.at(-1)?.header).toBe("Kore.ai's response")
    expect(earlier.file.counts).toMatchObject({ rows: 1, done: 1 })
  })

  test('a row corrected after an upload is planned as corrected', async () => {
    const [a = '', b = ''] = emails.slice(10)
    const before = changesOf(a)
    const { report } = await reportOf(`Email ID,Add groups\nstranger@example.org,${newGroup(a)}\n${b},${newGroup(b)}\n`)
    const { file } = await sendAgain(report.toString('utf8').replace('stranger@example.org', a))
    const job = await backend.run(await backend.planUpload(file.id))
    expect(job.counts).toMatchObject({ changed: 1, failed: 0 })
    expect(changesOf(a) - before).toBe(1)
    const again = await sendAgain(await backend.report(job.id))
    expect(again.rows.flatMap(levels)).toEqual([])
    expect(again.file.counts).toMatchObject({ rows: 1, done: 1 })
  })
})
