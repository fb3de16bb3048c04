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
const fileOf = (heading: string, cells: readonly string[]) => {
  const rows = cells.map((cell, at) => `${at === 0 ? member : `user${at}@nowhere.example`},Learning,"${cell}"\n`)
  return `Email,Groups,${heading}\n${rows.join('')}`
}

const active = ['Active', 'Active', 'Active']
test.each([
  ['Employment Status', ['Terminated - voluntary', ...active]],
  ['Status', ['Left 31/12', ...active]],
  ['Account status', ['LOCKED_OUT', ...active]],
  ['Beschäftigungsstatus', ['Ausgeschieden zum 31.12.', ...active]],
  ['Estado', ['Baja definitiva', ...active]],
  ['Org Unit Path', ['/Leavers', '/Sales', '/Sales']],
  ['Distinguished name', ['CN=Ana,OU=Disabled Users,DC=x', 'CN=Ben,OU=Sales,DC=x']],
  ['Display name', ['Ana Lee (inactive)', 'Ben Okafor']],
  ['Ausgeschieden', ['ja', 'nein', 'nein']],
  ['A quitté', ['oui', 'non', 'non']],
  ['Block credential', ['True', 'False', 'False']],
  ['Left company', ['yes', 'no', 'no']],
  ['Currently employed', ['no', 'yes', 'yes']],
  ['En activo', ['no', 'sí', 'sí']],
  ['Beendigungsdatum', ['31.12.2026', '', '']],
  ['Separation Date', ['12/31/2026', '', '']],
  ['Soft deletion time stamp', ['2026-01-31T10:00:00Z', '', '']],
  ['Reason for leaving', ['Voluntary', '', '']],
  ['Access to', ['2026-12-31', '2026-12-31']],
  ['Bis', ['31.12.2026', '31.12.2026']],
  ['Milestone', ['2019-12-31', '', '']],
  ['Milestone', ['2019-12-31', '2019-12-31', '2087-01-15']],
  ['Effective', ['2019-12-31', '2087-01-15']],
  ['BEGDA', ['20870115', '20190115']],
  ['ENDDA', ['20261130', '99991231']],
  ['Contract end', ['15.1.2087', '15.1.2087']],
  ['Approval', ['Approved', 'Approved', 'Requested']],
  ['Requested change', ['Remove from Learning', '', '']],
  ['Bemerkung', ['hat gekündigt', '', '']],
  ['Genehmigung', ['offen', 'Genehmigt', 'Genehmigt']],
  ['Approved', ['yes', 'yes', '']],
  ['Approved on', ['2019-12-31', '']],
  ['Consent', ['x', '']],
  ['Stat', ['A', 'L']],
  ['Emp status cd', ['A', 'T']],
  ['Request type', ['New', 'Cancellation']],
  ['Access still needed', ['yes', 'no longer']],
  ['Op', ['ADD', 'DEL']],
  ['Result', ['ok', 'NOK']],
  ['Category', ['Employee', 'Ex-employee']],
  ['Vertrag', ['unbefristet', 'gekündigt zum 31.12.']],
  ['Org unit', ['Sales', 'ZZ_Inactive']],
  ['Display name', ['Ana Lee', 'zzz_Ben Lee']],
  ['Name', ['Ana Lee', 'Ben Lee (until 31 Dec)']],
  ['Comment', ['ok', 'not Data, Legal please']],
  ['Comment', ['ok', 'should be Legal']],
  ['Note', ['ok', 'leaves 31 Dec']],
  ['Bemerkung', ['ok', 'nur lesend']],
  ['ステータス', ['', '対象外']],
  ['Tipo', ['Inclusão', 'Exclusão']],
  ['Type', ['Assignment', 'Unassignment']],
  ['Art', ['Neu', 'Entzug']],
  ['Тип', ['Выдать', 'Забрать']],
  ['구분', ['추가', '해제']],
  ['النوع', ['منح', 'سحب']],
  ['Direction', ['In', 'Out']],
  ['Movimiento', ['A', 'B']],
  ['Access type', ['Read', 'None']],
  ['Revoked on', ['', '2026-10-01']],
  ['Rejected by', ['', 'Boss']],
  ['Errors', ['', 'User is a leaver']],
])('a user who left or leaves, below “%s”, blocks the plan until a user confirms it', async (heading, cells) => {
  const { id } = await backend.upload('state.csv', fileOf(heading, cells))
  expect(await requestPlan(id)).toBe(409)
  await backend.correct(id, { columns: [{ index: 2, mapping: 'ignore', blank: 'keep' }] })
  expect(await requestPlan(id)).toBe(201)
})

test.each([
  ['Employment Status', ['On leave', 'Full-Time', 'Active (full-time)', 'Probation']],
  ['Status', ['PASSWORD_EXPIRED', 'PROVISIONED', 'Not suspended']],
  ['Org Unit Path', ['/Sales/EMEA', '/Departments']],
  ['Job title', ['Analyst (m/f/d)', 'Head of Exit Planning']],
  ['Currently employed', ['yes', 'yes']],
  ['Is disabled', ['no', 'no']],
  ['Soft deletion time stamp', ['', '']],
  ['Exit interview', ['yes', 'no']],
  ['Termination date', ['9999-12-31', '31.12.9999']],
  ['Last sign-in', ['2026-01-31', '', '']],
  ['Birthday', ['1990-12-31', '', '']],
  ['Hire date', ['2019-01-01', '', '']],
  ['Milestone', ['2019-12-31', '2019-11-30', '']],
  ['Start date', ['2015-11-01', '2016-11-02']],
  ['Approval', ['Approved', 'approved', 'yes']],
  ['Approved by', ['Boss', 'Boss']],
  ['VIP', ['x', '']],
  ['Notes', ['works until 5pm', 'nicht dringend', 'do not call before 9']],
  ['Seniority date', ['2019-01-01', '', '']],
  ['Comment', ['not urgent', 'should be fine', 'not applicable', 'not specified']],
  ['Request type', ['New', 'Renewal']],
  ['Stat', ['A', 'A']],
  ['Status code', ['10', '20']],
  ['Contract', ['permanent', 'T-100']],
  ['Name', ['Ana Lee (from Berlin)', 'Old, Ben', 'Zzyzx']],
  ['Skill', ['Cancellation', 'Billing']],
  ['Direction', ['North', 'South']],
  ['Area', ['Salida', 'Norte']],
  ['Access level', ['Read', 'Full']],
  ['Grade', ['A', 'B']],
  ['Art', ['Intern', 'Extern']],
  ['Cost center', ['9999 - Sales', '1200_IT']],
])('“%s” with %j is no question', async (heading, cells) => {
  const { id } = await backend.upload('silent.csv', fileOf(heading, cells))
  expect(await requestPlan(id)).toBe(201)
})

test.each([
  'Departures May.csv',
  'Offboard.csv',
  'ExEmployees.csv',
  'Kündigungen.csv',
  'Sortants.csv',
  'Cessazioni.csv',
  'Disabled accounts.csv',
])('groups in a file named “%s” are given only after a user confirms it', async (name) => {
  const { id } = await backend.upload(name, `Email,Groups\n${member},Learning\n`)
  expect(await requestPlan(id)).toBe(409)
})

test('a title about users who left counts as the name of a file does, and between rows it refuses the file', async () => {
  const above = await backend.upload('people.csv', `Resignations Q2\n\nEmail,Groups\n${member},Learning\n`)
  expect(await requestPlan(above.id)).toBe(409)
  const rows = `${member},Learning\nDepartures,\n${secondMember},Learning\n`
  const between = await backend.upload('people.csv', `Email,Groups\n${rows}`)
  expect(between.state).toBe('refused')
})

test('“Not used” for an earlier file does not pass over the users who left of a later one', async () => {
  const lines = (first: string, second: string) =>
    `Email,Employee state,Groups\n${member},${first},Learning\n${secondMember},${second},Learning\n`
  const first = await backend.upload('week-1.csv', lines('Terminated', 'Active'))
  await backend.correct(first.id, { columns: [{ index: 1, mapping: 'ignore', blank: 'keep' }] })
  expect(await requestPlan(first.id)).toBe(201)
  const plain = await backend.upload('week-2.csv', lines('Active', 'Active'))
  expect(plain.columns[1]?.remembered).toBe(true)
  expect(await requestPlan(plain.id)).toBe(201)
  const later = await backend.upload('week-3.csv', lines('Active', 'Terminated'))
  expect(later.columns[1]).toMatchObject({ remembered: true, withdrawal: 'Terminated' })
  expect(await requestPlan(later.id)).toBe(409)
})

test('“Not used” for decisions of an earlier file does not pass over the users without one of a later file', async () => {
  const lines = (second: string) =>
    `Email,Approved?,Groups\n${member},yes,Learning\n${secondMember},${second},Learning\n`
  const first = await backend.upload('approvals-1.csv', lines('no'))
  await backend.correct(first.id, { columns: [{ index: 1, mapping: 'ignore', blank: 'keep' }] })
  const plain = await backend.upload('approvals-2.csv', lines('yes'))
  expect([plain.columns[1]?.remembered, await requestPlan(plain.id)]).toEqual([true, 201])
  const open = await backend.upload('approvals-3.csv', lines(''))
  expect([open.columns[1]?.remembered, await requestPlan(open.id)]).toEqual([true, 409])
})

test('“Not used” for a date of an earlier file does not pass over the dates on which users of a later one leave', async () => {
  const lines = (day: string) => `Email,Groups,Exit date\n${member},Learning,${day}\n`
  const first = await backend.upload('exit-1.csv', lines('2026-01-31'))
  await backend.correct(first.id, { columns: [{ index: 2, mapping: 'ignore', blank: 'keep' }] })
  expect(await requestPlan(first.id)).toBe(201)
  expect(await requestPlan((await backend.upload('exit-2.csv', lines('2026-02-28'))).id)).toBe(409)
})

test('“Not used” for the past days of an earlier file does not pass over a day ahead', async () => {
  const lines = (day: string) => `Email,Groups,Milestone\n${member},Learning,${day}\n`
  const first = await backend.upload('milestone-1.csv', lines('2019-01-31'))
  await backend.correct(first.id, { columns: [{ index: 2, mapping: 'ignore', blank: 'keep' }] })
  expect(await requestPlan(first.id)).toBe(201)
  const later = await backend.upload('milestone-2.csv', lines('2087-01-31'))
  expect(later.columns[2]).toMatchObject({ remembered: true, days: 'ahead', samples: ['2087-01-31'] })
  expect(await requestPlan(later.id)).toBe(409)
})

test('“Not used” for days ahead of an earlier file counts until a later file has another one', async () => {
  const lines = (...days: readonly string[]) =>
    `Email,Checkpoint,Groups\n${member},${days[0]},Learning\n${secondMember},${days[1]},Learning\n`
  const first = await backend.upload('checkpoints-1.csv', lines('2087-01-31', '2019-01-31'))
  expect(await requestPlan(first.id)).toBe(409)
  await backend.correct(first.id, { columns: [{ index: 1, mapping: 'ignore', blank: 'keep' }] })
  const same = await backend.upload('checkpoints-2.csv', lines('2019-02-28', '2087-01-31'))
  expect([same.columns[1]?.remembered, await requestPlan(same.id)]).toEqual([true, 201])
  expect(await requestPlan((await backend.upload('checkpoints-3.csv', lines('2087-01-31', '2087-02-28'))).id)).toBe(409)
})
