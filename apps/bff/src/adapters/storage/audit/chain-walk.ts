import type { Anchor, ChainCheck, ChainedEntry } from '../../../features/audit/ports.ts'
import { chainStart, entryMatches, isErased } from './audit-chain.ts'
import { createRecordedErasures } from './erasure-record.ts'

/** Verifies a chain entry by entry, from the database or from an export. */
export interface ChainWalk {
  /** False: the entry does not match, and the walk is over. */
  take(entry: ChainedEntry): boolean
  /** Number of the entries that match so far. */
  entries(): number
  /** `end`: the recorded end of the chain, if there is one besides the entries. */
  result(end?: { readonly seq: number; readonly hash: string }): ChainCheck
}

interface Position {
  readonly seq: number
  readonly hash: string
}

/** Judges entries in turn: whether each continues the chain unchanged, except for erasures that a later entry records. */
function createJudge() {
  const erasures = createRecordedErasures()
  let isCommitted = false
  return {
    beforeUnrecorded: () => erasures.beforeUnrecorded(),
    accepts: (previous: Position, entry: ChainedEntry): boolean => {
      if (entry.seq !== previous.seq + 1 || entry.prevHash !== previous.hash) return false
      if (entry.actorCommitment !== null) {
        isCommitted = true
        if (!entryMatches(previous, entry)) return false
        if (isErased(entry)) erasures.add(entry, previous)
        erasures.read(entry)
        return true
      }
      // Since the first commitment every entry has one.
      if (isCommitted) return false
      if (entryMatches(previous, entry)) return true
      if (!isErased(entry)) return false
      erasures.add(entry, previous)
      return true
    },
  }
}

export function createChainWalk(anchors: readonly Anchor[]): ChainWalk {
  const anchored = Map.groupBy(anchors, ({ seq }) => seq)
  const newest = anchors.reduce<Anchor | null>((last, one) => (last === null || one.seq > last.seq ? one : last), null)
  const judge = createJudge()
  let last: Position = { seq: 0, hash: chainStart }
  let fault: ChainCheck['fault'] = null
  let erased = 0
  let confirmed: Anchor | null = null
  return {
    entries: () => last.seq,
    take: (entry) => {
      const signed = anchored.get(entry.seq) ?? []
      if (!judge.accepts(last, entry)) fault = 'changed'
      else if (signed.some(({ hash }) => hash !== entry.hash)) fault = 'rebuilt'
      if (fault !== null) return false
      if (isErased(entry)) erased += 1
      confirmed = signed.at(-1) ?? confirmed
      last = { seq: entry.seq, hash: entry.hash }
      return true
    },
    result: (end) => {
      const isCut =
        (end !== undefined && (end.seq !== last.seq || end.hash !== last.hash)) ||
        (newest !== null && newest.seq > last.seq)
      const before = fault === null && !isCut ? judge.beforeUnrecorded() : null
      const found = before === null ? (fault ?? (isCut ? 'cut' : null)) : 'changed'
      const { seq, hash } = before ?? last
      return {
        intact: found === null,
        entries: seq,
        head: seq === 0 ? null : hash,
        firstBad: found === null ? null : seq + 1,
        fault: found,
        erased,
        anchor: confirmed,
      }
    },
  }
}
