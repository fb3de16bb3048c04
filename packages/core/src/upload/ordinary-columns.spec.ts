import { describe, expect, test } from 'vitest'
import { isConditional, isOfRareDays } from './upload-condition.ts'
import { isDecidedBelow } from './upload-decision.ts'
import { withdrawalsBelow } from './upload-withdrawal.ts'

describe('ordinary columns bring no question', () => {
  test.each([
    ['Ticket status', 'Closed'],
    ['Project status', 'Closed'],
    ['Request status', 'Closed'],
    ['Training status', 'Expired'],
    ['Vaccination status', 'Expired'],
    ['Visa status', 'Expired'],
    ['Laptop status', 'Locked'],
    ['Projektstatus', 'Beendet'],
    ['Home directory', '/home/ex/ana'],
    ['Home directory', '/home/left/ana'],
    ['URL', '/users/left/0'],
    ['Org unit', '/Sales/Closed deals'],
    ['Org unit', '/Ops/Removed items'],
    ['DN', 'CN=Ana,OU=Archived Projects,DC=example'],
  ])('%s: %s', (heading, cell) => {
    expect(withdrawalsBelow(heading)(cell)).toBe(false)
  })

  test.each([
    'Interview date',
    'Badge date',
    'Move date',
    'Laptop returned',
    'Security clearance',
    'Visa',
    'Passport',
    'Renewal date',
    'Probation',
    'Probezeit',
    'Parental leave',
    'Rückkehr',
    'Umzug',
    'Wedding',
    'Graduation',
    'Ordered',
    'Delivered',
    'Shipped',
    'Follow-up',
    'Reminder',
    'Paid on',
    'Meeting',
  ])('days below %s', (heading) => {
    expect(isOfRareDays(heading, ['2026-05-01', '2026-06-12'], 0.2)).toBe(false)
  })
})

describe('of users who left, the same kinds of columns bring a question', () => {
  test.each([
    ['Request status', 'Rejected'],
    ['Ticket status', 'Cancelled'],
    ['Account status', 'Closed'],
    ['Org Unit Path', '/Leavers'],
    ['Org Unit Path', '/Company/Former Employees'],
    ['Org unit', '/Users/Suspended Users'],
    ['DN', 'CN=Ana,OU=Disabled Users,DC=example'],
    ['DN', 'CN=Ana,OU=Deleted Objects,DC=example'],
    ['OU', 'OU=退職者,DC=example'],
  ])('%s: %s', (heading, cell) => {
    expect(withdrawalsBelow(heading)(cell)).toBe(true)
  })

  test.each([
    'Deactivation',
    'Effective',
    'Dernier jour travaillé',
    'Último día laboral',
    'Laatste werkdag',
    'Handover',
    'X',
  ])('days below %s', (heading) => {
    const days = ['2026-05-01', '2026-06-12']
    expect(isConditional(heading, days) || isOfRareDays(heading, days, 0.2)).toBe(true)
  })
})

/** Whether a column is a question, by its first values or by any of them. */
const isQuestion = (heading: string, cells: readonly string[]) =>
  isDecidedBelow(heading, cells) || cells.some(withdrawalsBelow(heading))

describe('below the heading of an approval', () => {
  test.each([
    ['Approved', 'yes, Yes, Y'],
    ['Manager approval', 'Approved, approved., Auto-approved, Approved by Boss'],
    ['Genehmigt', 'ja, Genehmigt, 12.11.2026'],
    ['Resolution', 'Done, Fixed'],
    ['承認', '承認済, 承認'],
    ['Decision', 'Approve, Approve'],
    ['Consent', 'yes, yes'],
    ['Verified', 'TRUE, TRUE'],
    ['Email verified', 'TRUE, FALSE, TRUE'],
    ['Change', 'add, add'],
    ['Approved by', 'Boss, Ana Lee'],
    ['Decision maker', 'Boss, Ana Lee'],
    ['Approval workflow', 'Standard, Fast'],
    ['Genehmigungsnummer', 'G-1, G-2'],
    ['Manager approval', 'yes, Approved'],
    ['Approval date', '2026-11-01, 2026-11-02'],
    ['Training completed', 'yes, no'],
    ['Status', 'Active, New, Open, Done, PENDING_USER_ACTION'],
  ])('%s: %s are no question', (heading, cells) => expect(isQuestion(heading, cells.split(', '))).toBe(false))

  test.each([
    ['Approval', 'Approved, Not Yet Requested, Approved, Approved'],
    ['Approval status', 'Awaiting manager, Awaiting manager'],
    ['Approved?', 'Yes, Yes, Pending L2'],
    ['Genehmigung', 'Genehmigt, Genehmigt, offen'],
    ['Freigabe', 'Freigegeben, in Prüfung'],
    ['Validation', 'Validé, à valider'],
    ['Aprobado', 'Aprobado, por aprobar'],
    ['承認', '承認済, 申請中'],
    ['Decision', 'Approve, Keep'],
    ['Resolution', "Done, Won't Do"],
    ['Approval', 'Approved, Approved until March'],
    ['Consent', 'yes, yes, yes, yes, no'],
    ['Status', 'Genehmigt, offen, offen, offen'],
    ['Status', 'Active, Active, Waiting for approval'],
    ['Request status', 'Closed, Closed, Pending approval'],
    ['Skip', 'yes, yes'],
    ['Keep', 'yes, yes'],
    ['Change', 'add, add, remove'],
  ])('%s: %s are one', (heading, cells) => expect(isQuestion(heading, cells.split(', '))).toBe(true))
})

describe('yes and no that decide on their rows', () => {
  test.each([
    'Zugriff',
    'Acceso',
    'Accès',
    'Dostęp',
    'Доступ',
    'Bleibt?',
    'Noch da',
    'Still with us',
    'Still on team',
    'Sigue en la empresa',
    'Ainda na empresa',
    'Nadal pracuje',
    'To be added',
    'Needs',
    'Erteilen',
    'Yes/No',
    'Ja/Nein',
    'Y/N',
    'OK?',
    'Pick',
    'Use?',
    'Relevant?',
    'Gültig',
    'Go/No-go',
    'Import',
    'Übertragen',
    'In use',
    'For the pilot?',
  ])('one no below “%s” is a question', (heading) => {
    expect(isQuestion(heading, ['yes', 'yes', 'yes', 'no'])).toBe(true)
    expect(isQuestion(heading, ['yes', 'yes'])).toBe(false)
  })

  test.each(['Hybrid?', 'VIP?', 'Trained', 'Works council', 'Parking', 'Union', 'MFA enabled', 'Newsletter'])(
    '“%s” is none',
    (heading) => expect(isQuestion(heading, ['yes', 'no', 'yes'])).toBe(false),
  )

  test.each(['Change to', 'Soll', 'Neu', 'New', 'To be', 'Après', 'Nuevo', '変更後'])(
    'yes and no below “%s” are, beside a flag',
    (heading) => {
      for (const cell of ['yes', 'no']) expect(withdrawalsBelow(heading, true)(cell)).toBe(true)
      expect(withdrawalsBelow(heading, true)('Sales')).toBe(false)
      expect(withdrawalsBelow(heading)('yes')).toBe(false)
    },
  )
})

describe('remarks and requested changes', () => {
  test.each([
    'already left',
    'left 30/11',
    'gone',
    'hat gekündigt',
    'ist weg',
    'on leave',
    'in Elternzeit bis 3/27',
    'last day 30 Nov',
    'Vertrag endet 31.12.',
    'cancelled by manager',
    'refused',
    'pending approval',
    'waiting for HR',
    'Genehmigung steht aus',
    '承認待ち',
    'from Monday',
    'starts 1 Dec',
    'ab 1.12.',
    'for 3 months',
    'für 2 Wochen',
    'pls ignore',
    'wrong person',
    'NOT Ben, use dana@example.com',
    'should be Legal, not Data',
    'except Billing',
    'kein Zugriff',
    'لا تضف',
    'bitte rausnehmen',
    'enlever',
    'dont add',
    'nicht hinzufügen',
    'do not add',
    'Remove from Legal',
  ])('“%s” is a question', (cell) => {
    for (const heading of ['Comments', 'Requested change', 'Änderung', 'Summary'])
      expect([heading, withdrawalsBelow(heading)(cell)]).toEqual([heading, true])
  })

  test.each([
    'prefers email',
    'works until 5pm',
    'do not call before 9',
    'not there yet',
    'nicht dringend',
    'nicht verfügbar am Montag',
    'não',
    'nie dotyczy',
    'ne pas déranger',
    'Works with claims; does not have access today',
    'Handles pending orders',
    'Left-handed',
    'Niederlassung Berlin',
    'called on 3 May',
    'needs access from 9 to 5',
    'should be able to see Legal',
    'new joiner',
    'kommt erst ab 10 Uhr',
    'INC001',
  ])('“%s” is none', (cell) => {
    for (const heading of ['Comments', 'Änderung', 'Summary'])
      expect([heading, withdrawalsBelow(heading)(cell)]).toEqual([heading, false])
  })

  test('names and departments are no remarks', () => {
    for (const heading of ['Name', 'Department', 'Job title', 'Team'])
      expect(withdrawalsBelow(heading)('Gone Fishing, on leave')).toBe(false)
  })
})
