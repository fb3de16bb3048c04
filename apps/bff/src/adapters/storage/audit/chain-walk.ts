import type { Anchor, ChainCheck, ChainedEntry } from '../../../features/audit/ports.ts'
import { chainStart, entryMatches, isErased } from './audit-chain.ts'

/** Verifies a chain entry by entry, from the database or from an export. */
export interface ChainWalk {
  /** False: the entry does not match, and the walk is over. */
  take(entry: ChainedEntry): boolean
  /** Number of the entries that match so far. */
  entries(): number
  /** `end`: the recorded end of the chain, if there is one besides the entries. */
  result(end?: { readonly seq: number; readonly hash: string }): ChainCheck
}

export function createChainWalk(anchors: readonly Anchor[]): ChainWalk {
  const anchored = Map.groupBy(anchors, ({ seq }) => seq)
  const newest = anchors.reduce<Anchor | null>((last, one) => (last === null || one.seq > last.seq ? one : last), null)
  let last = { seq: 0, hash: chainStart }
  let fault: ChainCheck['fault'] = null
  let erased = 0
  let confirmed: Anchor | null = null
  return {
    entries: () => last.seq,
    take: (entry) => {
      const signed = anchored.get(entry.seq) ?? []
      if (!entryMatches(last, entry)) fault = 'changed'
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
      const found = fault ?? (isCut ? 'cut' : null)
      return {
        intact: found === null,
        entries: last.seq,
        head: last.seq === 0 ? null : last.hash,
        firstBad: found === null ? null : last.seq + 1,
        fault: found,
        erased,
        anchor: confirmed,
      }
    },
  }
}
