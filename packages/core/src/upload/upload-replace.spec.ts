import { describe, expect, it } from 'vitest'
import { replaceInCell } from './upload-replace.ts'

describe('replaceInCell', () => {
  it.each([
    ['the whole cell', ' Suport ', 'Suport', 'Support', 'Support'],
    ['one entry', 'Sales; Suport', 'Suport', 'Support', 'Sales; Support'],
    ['an entry that begins another', 'Support; Sup', 'Sup', 'Supply', 'Support; Supply'],
    ['an entry that ends another', 'Back office, office', 'office', 'Office', 'Back office, Office'],
    ['a role', 'Testr on Billing; Analyst on Testr', 'Testr', 'Tester', 'Tester on Billing; Analyst on Testr'],
    [
      'a role that begins another',
      'Tester on Billing; Test on Billing',
      'Test',
      'QA',
      'Tester on Billing; QA on Billing',
    ],
    ['a bot', 'Tester on Biling', 'Biling', 'Billing', 'Tester on Billing'],
    ['a bot behind an @', 'Tester@Biling', 'Biling', 'Billing', 'Tester@Billing'],
    ['a line', 'Sales\nSuport', 'Suport', 'Support', 'Sales\nSupport'],
    ['nothing where it is not there', 'Support', 'Sup', 'x', 'Support'],
    ['a cell that is at fault as a whole', 'anything', null, 'x', 'x'],
  ] as const)('replaces %s', (_name, cell, value, by, result) => {
    expect(replaceInCell(cell, value, by)).toBe(result)
  })

  it('takes the new value as it is, not as a pattern', () =>
    expect(replaceInCell('a; $&', '$&', '$1$$')).toBe('a; $1$$'))
})
