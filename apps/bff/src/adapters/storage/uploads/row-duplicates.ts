import { KeyTable } from '@muster/core/upload-block/key-table'
import { flag, type RowFacts } from '@muster/core/upload-block/row-facts'
import type { TextKey } from '@muster/core/upload-block/text-key'

/** Bits of a row's marks. */
export const mark = { excluded: 1, retriedElsewhere: 2 } as const

/** The rows of a block for those who look for duplicates. */
export interface MarkedRows {
  readonly facts: RowFacts
  readonly marks: Uint8Array
  /** The earlier row for the same user; 0 without one. */
  readonly duplicates: Uint32Array
}

/** Whether a row can be repeated by later ones: excluded and done rows cannot. */
const counts = ({ facts, marks }: MarkedRows, at: number) =>
  facts.subjectKeys[at] !== 0 && ((marks[at] ?? 0) & mark.excluded) === 0 && ((facts.flags[at] ?? 0) & flag.done) === 0

/** Users known to the directory count as one user by their ID alone, others also if their addresses look the same. */
const isKnownById = ({ facts }: MarkedRows, at: number) => ((facts.flags[at] ?? 0) & flag.knownById) !== 0

function setDuplicate(block: MarkedRows, at: number, same: number | undefined, alike: number | undefined): void {
  const row = block.facts.numbers[at] ?? 0
  const candidates = [same, isKnownById(block, at) ? undefined : alike].filter((one) => one !== undefined && one < row)
  const isRetried = ((block.marks[at] ?? 0) & mark.retriedElsewhere) !== 0
  const earlier = counts(block, at) && !isRetried ? Math.min(...candidates.map(Number)) : 0
  block.duplicates[at] = Number.isFinite(earlier) ? earlier : 0
}

const subjectOf = ({ subjectKeys, subjectChecks }: RowFacts, at: number): TextKey => ({
  key: subjectKeys[at] ?? 0,
  check: subjectChecks[at] ?? 0,
})
const alikeOf = ({ alikeKeys, alikeChecks }: RowFacts, at: number): TextKey => ({
  key: alikeKeys[at] ?? 0,
  check: alikeChecks[at] ?? 0,
})

/** Marks every row that repeats the user of an earlier row. */
export function markAllDuplicates(blocks: readonly MarkedRows[]): void {
  const rows = blocks.reduce((sum, { facts }) => sum + facts.numbers.length, 0)
  // One table for both searches: it takes 32 MB for a million rows.
  const table = new KeyTable(rows)
  const seen = ({ key, check }: TextKey, row: number) => {
    if (key === 0) return undefined
    const first = table.get(key, check)
    if (first === undefined) table.set(key, check, row)
    return first
  }
  for (const block of blocks) {
    const { facts, duplicates } = block
    for (let at = 0; at < facts.numbers.length; at += 1)
      duplicates[at] = counts(block, at) ? (seen(subjectOf(facts, at), facts.numbers[at] ?? 0) ?? 0) : 0
  }
  table.clear()
  for (const block of blocks) {
    const { facts, duplicates } = block
    for (let at = 0; at < facts.numbers.length; at += 1) {
      if (!counts(block, at)) continue
      const same = duplicates[at] === 0 ? undefined : duplicates[at]
      const alike = seen(alikeOf(facts, at), facts.numbers[at] ?? 0)
      if (same !== undefined || alike !== undefined) setDuplicate(block, at, same, alike)
    }
  }
}

/** The users of changed rows, before and after the change. */
export interface TouchedUsers {
  readonly subjects: TextKey[]
  readonly forms: TextKey[]
}

export function touch(touched: TouchedUsers, facts: RowFacts, at: number): void {
  touched.subjects.push(subjectOf(facts, at))
  touched.forms.push(alikeOf(facts, at))
}

interface Place<B> {
  readonly block: B
  readonly at: number
}

/** The rows with a key, in order. */
function rowsWith<B extends MarkedRows>(
  blocks: readonly B[],
  of: 'subject' | 'alike',
  { key, check }: TextKey,
): readonly Place<B>[] {
  if (key === 0) return []
  const found: Place<B>[] = []
  for (const block of blocks) {
    const keys = block.facts[`${of}Keys`]
    const checks = block.facts[`${of}Checks`]
    for (let at = keys.indexOf(key); at !== -1; at = keys.indexOf(key, at + 1))
      if (checks[at] === check) found.push({ block, at })
  }
  return found
}

const mostTouched = 12

/** Marks the rows of a few users again; returns their blocks. Null if they are too many: then all rows are to be marked. */
export function markDuplicatesOf<B extends MarkedRows>(
  blocks: readonly B[],
  { subjects, forms }: TouchedUsers,
): ReadonlySet<B> | null {
  if (subjects.length > mostTouched) return null
  const firsts = new Map<string, number | undefined>()
  const rowsOf = (of: 'subject' | 'alike', key: TextKey) => {
    const rows = rowsWith(blocks, of, key)
    const first = rows.find(({ block, at }) => counts(block, at))
    firsts.set(`${of} ${key.key} ${key.check}`, first?.block.facts.numbers[first.at])
    return rows
  }
  const firstOf = (of: 'subject' | 'alike', key: TextKey) => {
    const name = `${of} ${key.key} ${key.check}`
    if (!firsts.has(name)) rowsOf(of, key)
    return firsts.get(name)
  }
  const affected = [
    ...subjects.flatMap((key) => rowsOf('subject', key)),
    ...forms.flatMap((key) => rowsOf('alike', key)),
  ]
  if (affected.length > 4 * mostTouched) return null
  for (const { block, at } of affected)
    setDuplicate(block, at, firstOf('subject', subjectOf(block.facts, at)), firstOf('alike', alikeOf(block.facts, at)))
  return new Set(affected.map(({ block }) => block))
}
