import { describe, expect, test } from 'vitest'
import { isConditional, isOfRareDays } from './upload-condition.ts'
import { withdrawalsBelow } from './upload-decision.ts'

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
