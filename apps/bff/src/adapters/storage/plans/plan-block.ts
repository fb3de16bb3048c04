import type { Access, Identifier } from '@muster/core/account/user'
import type { Change } from '@muster/core/change/change'
import type { Disposition, PlanItem, PlanNote, Step } from '@muster/core/plan/plan'
import type { KeptItem } from '../../../features/plans/ports.ts'
import { storableJson } from '../database/storable-json.ts'

/** A position in one of the lists of the block. */
type At = number

/**
 * Items of a plan as one JSON text: one list for each field, which is written in half the time of a list of items. What
 * several items share is written once.
 */
interface StoredBlock {
  readonly changes: readonly Change[]
  readonly accesses: readonly Access[]
  readonly stepLists: readonly (readonly Step[])[]
  readonly noteLists: readonly (readonly PlanNote[])[]
  readonly seq: readonly number[]
  readonly row: readonly (number | null)[]
  readonly retriesSeq: readonly (number | null)[]
  /** Null: the email address of the user. */
  readonly identifier: readonly (Identifier | null)[]
  /** Null without a user; the other fields of the user are empty then. */
  readonly userId: readonly (string | null)[]
  readonly email: readonly string[]
  readonly firstName: readonly string[]
  readonly lastName: readonly string[]
  readonly orgUserId: readonly (string | null)[]
  readonly disposition: readonly Disposition[]
  readonly change: readonly At[]
  readonly before: readonly (At | null)[]
  readonly after: readonly (At | null)[]
  readonly steps: readonly At[]
  readonly blockers: readonly At[]
  readonly warnings: readonly At[]
}

const empty: readonly never[] = []

/** Collects different objects; empty lists count as one. */
function createPool<T extends object>() {
  const values: T[] = []
  const known = new Map<T | typeof empty, At>()
  const at = (value: T): At => {
    const key = Array.isArray(value) && value.length === 0 ? empty : value
    const earlier = known.get(key)
    if (earlier !== undefined) return earlier
    known.set(key, values.length)
    return values.push(value) - 1
  }
  return { values, at }
}

const isOwnEmail = ({ identifier, user }: PlanItem): boolean =>
  identifier.by === 'email' && identifier.value === user?.email

/** The text of a block, which is stored and hashed. */
export function encodeItems(kept: readonly KeptItem[]): string {
  const items = kept.map(({ item }) => item)
  const [changes, accesses] = [createPool<Change>(), createPool<Access>()]
  const [stepLists, noteLists] = [createPool<readonly Step[]>(), createPool<readonly PlanNote[]>()]
  const access = (value: Access | null) => (value === null ? null : accesses.at(value))
  const block: StoredBlock = {
    changes: changes.values,
    accesses: accesses.values,
    stepLists: stepLists.values,
    noteLists: noteLists.values,
    seq: items.map(({ seq }) => seq),
    row: items.map(({ row }) => row),
    retriesSeq: kept.map(({ retriesSeq }) => retriesSeq),
    identifier: items.map((item) => (isOwnEmail(item) ? null : item.identifier)),
    userId: items.map(({ user }) => user?.id ?? null),
    email: items.map(({ user }) => user?.email ?? ''),
    firstName: items.map(({ user }) => user?.firstName ?? ''),
    lastName: items.map(({ user }) => user?.lastName ?? ''),
    orgUserId: items.map(({ user }) => user?.orgUserId ?? null),
    disposition: items.map(({ disposition }) => disposition),
    change: items.map(({ change }) => changes.at(change)),
    before: items.map(({ before }) => access(before)),
    after: items.map(({ after }) => access(after)),
    steps: items.map(({ steps }) => stepLists.at(steps)),
    blockers: items.map(({ blockers }) => noteLists.at(blockers)),
    warnings: items.map(({ warnings }) => noteLists.at(warnings)),
  }
  return storableJson(block)
}

function held<T>(values: readonly T[], at: At | undefined): T {
  const value = at === undefined ? undefined : values[at]
  if (value === undefined) throw new Error('a block of a plan lacks a value of its items')
  return value
}

function userAt(block: StoredBlock, n: number): PlanItem['user'] {
  const id = held(block.userId, n)
  if (id === null) return null
  return {
    id,
    email: held(block.email, n),
    firstName: held(block.firstName, n),
    lastName: held(block.lastName, n),
    orgUserId: held(block.orgUserId, n),
  }
}

function accessAt({ accesses }: StoredBlock, at: At | null): Access | null {
  return at === null ? null : held(accesses, at)
}

/** The items of a block's text. Items share objects. */
export function decodeItems(text: string): readonly KeptItem[] {
  const block: StoredBlock = JSON.parse(text)
  return block.seq.map((seq, n) => {
    const user = userAt(block, n)
    const item: PlanItem = {
      seq,
      row: held(block.row, n),
      identifier: held(block.identifier, n) ?? { by: 'email', value: user?.email ?? '' },
      user,
      change: held(block.changes, block.change[n]),
      before: accessAt(block, held(block.before, n)),
      after: accessAt(block, held(block.after, n)),
      steps: held(block.stepLists, block.steps[n]),
      disposition: held(block.disposition, n),
      blockers: held(block.noteLists, block.blockers[n]),
      warnings: held(block.noteLists, block.warnings[n]),
    }
    return { item, retriesSeq: held(block.retriesSeq, n) }
  })
}
