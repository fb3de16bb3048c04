import type { Access, Identifier } from '@muster/core/account/user'
import type { Change } from '@muster/core/change/change'
import type { Disposition, PlanItem, PlanNote, Step } from '@muster/core/plan/plan'
import type { KeptItem } from '../../../features/plans/ports.ts'
import { storableJson } from '../database/storable-json.ts'

/** A position in one of the lists of the block. */
type At = number

type StoredItem = readonly [
  seq: number,
  row: number | null,
  retriesSeq: number | null,
  identifier: Identifier,
  user: readonly [id: string, email: string, firstName: string, lastName: string, orgUserId: string | null] | null,
  disposition: Disposition,
  change: At,
  before: At | null,
  after: At | null,
  steps: At,
  blockers: At,
  warnings: At,
]

/** Items of a plan as one JSON text. What several items share is written once. */
interface StoredBlock {
  readonly changes: readonly Change[]
  readonly accesses: readonly Access[]
  readonly steps: readonly (readonly Step[])[]
  readonly notes: readonly (readonly PlanNote[])[]
  readonly items: readonly StoredItem[]
}

const empty: readonly never[] = []

/** Collects different objects; empty lists count as one. */
function createPool<T extends object>() {
  const values: T[] = []
  const known = new Map<T | typeof empty, At>()
  const at = (value: T): At => {
    const key = Array.isArray(value) && value.length === 0 ? empty : value
    const held = known.get(key)
    if (held !== undefined) return held
    known.set(key, values.length)
    return values.push(value) - 1
  }
  return { values, at }
}

const userOf = (user: PlanItem['user']): StoredItem[4] =>
  user === null ? null : [user.id, user.email, user.firstName, user.lastName, user.orgUserId]

/** The text of a block, which is stored and hashed. */
export function encodeItems(kept: readonly KeptItem[]): string {
  const [changes, accesses] = [createPool<Change>(), createPool<Access>()]
  const [steps, notes] = [createPool<readonly Step[]>(), createPool<readonly PlanNote[]>()]
  const items = kept.map(
    ({ item, retriesSeq }): StoredItem => [
      item.seq,
      item.row,
      retriesSeq,
      item.identifier,
      userOf(item.user),
      item.disposition,
      changes.at(item.change),
      item.before === null ? null : accesses.at(item.before),
      item.after === null ? null : accesses.at(item.after),
      steps.at(item.steps),
      notes.at(item.blockers),
      notes.at(item.warnings),
    ],
  )
  const block: StoredBlock = {
    changes: changes.values,
    accesses: accesses.values,
    steps: steps.values,
    notes: notes.values,
    items,
  }
  return storableJson(block)
}

function held<T>(values: readonly T[], at: At): T {
  const value = values[at]
  if (value === undefined) throw new Error('a block of a plan lacks a value its items refer to')
  return value
}

/** The items of a block's text. Items share objects. */
export function decodeItems(text: string): readonly KeptItem[] {
  const { changes, accesses, steps, notes, items }: StoredBlock = JSON.parse(text)
  const access = (at: At | null) => (at === null ? null : held(accesses, at))
  return items.map(([seq, row, retriesSeq, identifier, user, disposition, change, before, after, ...lists]) => {
    const [id, email, firstName, lastName, orgUserId] = user ?? ['', '', '', '', null]
    const item: PlanItem = {
      seq,
      row,
      identifier,
      user: user === null ? null : { id, email, firstName, lastName, orgUserId },
      change: held(changes, change),
      before: access(before),
      after: access(after),
      steps: held(steps, lists[0]),
      disposition,
      blockers: held(notes, lists[1]),
      warnings: held(notes, lists[2]),
    }
    return { item, retriesSeq }
  })
}
