import type { PlanSource } from '@muster/contracts/plans'
import type { Identifier, User } from '@muster/core/account/user'
import type { Change } from '@muster/core/change/change'
import { applyFix, type Fix, fixFits } from '@muster/core/plan/fix'
import type { PlanItem, PlanNote } from '@muster/core/plan/plan'
import type { UserMatch } from '@muster/core/plan/plan-item'
import type { PlanDeps } from './plan-deps.ts'
import { blockSize } from './ports.ts'

/** An item to plan: the user, and what is requested or undone. */
export interface PlanInput {
  readonly row: number | null
  /** Number of the item of the parent job that this one retries or undoes. */
  readonly retriesSeq?: number | undefined
  readonly identifier: Identifier
  /** The user that an earlier plan found, to find whatever the identifier names by now. */
  readonly found?: Pick<User, 'id' | 'email'>
  /** Null until the directory lookup. */
  readonly match: UserMatch | null
  readonly requested:
    | {
        readonly kind: 'change'
        readonly change: Change
        readonly blockers: readonly PlanNote[]
        readonly warnings?: readonly PlanNote[]
      }
    | { readonly kind: 'undo'; readonly applied: PlanItem }
}

type Sources = Pick<PlanDeps, 'directory' | 'jobs' | 'uploads' | 'store'>

function change(
  requested: Change,
  blockers: readonly PlanNote[] = [],
  warnings: readonly PlanNote[] = [],
): PlanInput['requested'] {
  return { kind: 'change', change: requested, blockers, warnings }
}

export function identifierOf(user: User): Identifier {
  return user.email === '' ? { by: 'userId', value: user.id } : { by: 'email', value: user.email }
}

async function* fromSelection(
  deps: Sources,
  selectionId: string,
  requested: Change,
): AsyncGenerator<readonly PlanInput[]> {
  for await (const users of deps.directory.streamSelection(selectionId, blockSize)) {
    yield users.map((user) => ({
      row: null,
      identifier: identifierOf(user),
      match: { kind: 'user', user },
      requested: change(requested),
    }))
  }
}

async function* fromRetry(
  deps: Sources,
  source: Extract<PlanSource, { kind: 'retry' }>,
): AsyncGenerator<readonly PlanInput[]> {
  const fix: Fix | undefined = source.fix
  const { cause, details, seqs } = source
  const filter = { cause, details, seqs, isFixed: fix !== undefined }
  for await (const items of deps.jobs.itemsToRetry(source.jobId, filter)) {
    // Skip items the fix does not apply to; retrying them unchanged would fail again.
    const fitting = fix === undefined ? items : items.filter((item) => fixFits(item, fix))
    yield fitting.map((item) => {
      const fixed = fix === undefined ? item : applyFix(item, fix)
      const { row, seq: retriesSeq, user } = item
      // An erasure is of the identifier, also where it was blocked as a user's.
      const isOfUser = fix?.kind !== 'replace_identifier' && fixed.change.kind !== 'erase'
      return {
        row,
        retriesSeq,
        identifier: fixed.identifier,
        ...(user === null || !isOfUser ? {} : { found: user }),
        match: null,
        requested: change(fixed.change),
      }
    })
  }
}

async function* fromUndo(deps: Sources, jobId: string): AsyncGenerator<readonly PlanInput[]> {
  for await (const items of deps.jobs.itemsToUndo(jobId)) {
    yield items.map((applied) => ({
      row: applied.row,
      retriesSeq: applied.seq,
      identifier: applied.identifier,
      ...(applied.user === null ? {} : { found: applied.user }),
      match: null,
      requested: { kind: 'undo', applied },
    }))
  }
}

async function* fromUpload(
  deps: Sources,
  { uploadId, change: forAll }: Extract<PlanSource, { kind: 'upload' }>,
): AsyncGenerator<readonly PlanInput[]> {
  for await (const rows of deps.uploads.uploadChanges(uploadId)) {
    yield rows.map((row) => ({
      row: row.row,
      retriesSeq: row.retriesSeq,
      identifier: row.identifier,
      match: null,
      requested: change(forAll ?? row.change, row.blockers, row.warnings),
    }))
  }
}

/** The users of an edited plan without the excluded ones, then the added ones, all with the new change. */
async function* fromEdit(
  { store }: Sources,
  { planId, change: edited, without, add }: Extract<PlanSource, { kind: 'edit' }>,
): AsyncGenerator<readonly PlanInput[]> {
  const requested = change(edited)
  const excluded = new Set(without)
  for (let afterSeq = 0; ; ) {
    const items = await store.items(planId, { afterSeq, limit: blockSize })
    const last = items.at(-1)
    if (last === undefined) break
    afterSeq = last.seq
    yield items
      .filter(({ seq }) => !excluded.has(seq))
      .map(({ identifier, user }) => ({
        row: null,
        identifier,
        ...(user === null ? {} : { found: user }),
        match: null,
        requested,
      }))
  }
  yield add.map((identifier) => ({ row: null, identifier, match: null, requested }))
}

async function* fromSource(deps: Sources, source: PlanSource): AsyncGenerator<readonly PlanInput[]> {
  switch (source.kind) {
    case 'selection':
      yield* fromSelection(deps, source.selectionId, source.change)
      return
    case 'identifiers':
      yield source.identifiers.map((identifier) => ({
        row: null,
        identifier,
        match: null,
        requested: change(source.change),
      }))
      return
    case 'upload':
      yield* fromUpload(deps, source)
      return
    case 'retry':
      yield* fromRetry(deps, source)
      return
    case 'undo':
      yield* fromUndo(deps, source.jobId)
      return
    case 'edit':
      yield* fromEdit(deps, source)
  }
}

/** All users of a source, in order, in full blocks but for the last. Throws `not_found` for a missing source. */
export async function* planInputs(deps: Sources, source: PlanSource): AsyncGenerator<readonly PlanInput[]> {
  let block: PlanInput[] = []
  for await (const batch of fromSource(deps, source)) {
    for (const input of batch) {
      block.push(input)
      if (block.length < blockSize) continue
      yield block
      block = []
    }
  }
  if (block.length > 0) yield block
}
