import { describe, expect, it } from 'vitest'
import { mostUndone, undoCombined, undoExclusion, undoFix } from './undo-fix.ts'

const rows = [
  { row: 2, cells: ['ana@example.com', 'Qualtiy'], excluded: false },
  { row: 5, cells: ['ben@example.com'], excluded: false },
]

describe('the undo of a fix', () => {
  it('writes back the cells of the column, also the blank ones', () => {
    const cells = [
      { row: 2, column: 1, value: 'Qualtiy' },
      { row: 5, column: 1, value: '' },
    ]
    expect(undoFix({ kind: 'issue', issue: 'k', replaceWith: 'Quality' }, 1, rows)).toEqual({ kind: 'cells', cells })
    expect(undoFix({ kind: 'suggested', issue: 'k' }, 1, rows)).toEqual({ kind: 'cells', cells })
  })

  it('includes the rows that the fix excluded', () => {
    const excluded = { kind: 'issue', issue: 'k', replaceWith: null } as const
    expect(undoFix(excluded, null, rows)).toEqual({ kind: 'rows', rows: [2, 5], excluded: false })
  })

  it('does not include the rows that were excluded before', () => {
    const fix = { kind: 'issue', issue: 'k', replaceWith: null } as const
    const before = { row: 7, cells: ['cem@example.com'], excluded: true }
    expect(undoFix(fix, null, [...rows, before])).toEqual({ kind: 'rows', rows: [2, 5], excluded: false })
    expect(undoFix(fix, null, [before])).toBeNull()
  })

  it('includes combined rows again before it writes the cells of their first rows, in stretches', () => {
    const many = Array.from({ length: mostUndone + 1 }, (_, row) => row)
    const cells = [{ row: 2, column: 1, value: 'Legal' }]
    expect(undoCombined({ rows: many, cells })).toEqual([
      { kind: 'rows', rows: many.slice(0, mostUndone), excluded: false },
      { kind: 'rows', rows: [mostUndone], excluded: false },
      { kind: 'cells', cells },
    ])
    expect(undoCombined({ rows: [], cells: [] })).toEqual([])
  })

  it('takes rows out again, or in again', () => {
    expect(undoExclusion(rows, false)).toEqual({ kind: 'rows', rows: [2, 5], excluded: false })
    expect(undoExclusion(rows, true)).toEqual({ kind: 'rows', rows: [2, 5], excluded: true })
    expect(undoExclusion([], true)).toBeNull()
  })

  it('is not possible without a column, and for too many rows', () => {
    const many = Array.from({ length: mostUndone + 1 }, (_, row) => ({ row, cells: ['x'], excluded: false }))
    expect(undoExclusion(many, true)).toBeNull()
    expect(undoFix({ kind: 'suggested', issue: 'k' }, null, rows)).toBeNull()
    expect(undoFix({ kind: 'suggested', issue: 'k' }, 0, many)).toBeNull()
    expect(undoFix({ kind: 'suggested', issue: 'k' }, 0, [])).toBeNull()
  })
})
