import { messageSchema } from '@muster/contracts/message'
import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import type { ChainedEntry, ErasedCount } from '../../../features/audit/ports.ts'
import { digestLeft } from './audit-chain.ts'

export const erasureAction = 'audit.person_erased'

const mark = (entry: ChainedEntry) => `${entry.seq}:${digestLeft(entry)}`

/**
 * The sentence of an erasure. It names no person, so no later erasure empties it. Beside its text it has the positions of
 * the erased entries and, of those without commitments, a digest of what is left of each.
 */
export function erasureMessage(
  counted: ErasedCount,
  positions: readonly number[],
  older: readonly ChainedEntry[],
): Message {
  const { code, facts } = message('audit.person_erased_everywhere', { ...counted })
  return { code, facts: { ...facts, positions, older: older.map(mark) } }
}

/** What an erasure records: positions of erased entries with commitments, marks of those without. */
function recorded(text: string): readonly string[] {
  try {
    const facts = messageSchema.safeParse(JSON.parse(text)).data?.facts
    return [facts?.['positions'], facts?.['older']].flatMap((list) => (Array.isArray(list) ? list.map(String) : []))
  } catch {
    return []
  }
}

/** Which erased entries the later erasures of a chain record. */
export interface RecordedErasures {
  /** Adds an erased entry; `previous` is the entry before it. */
  add(entry: ChainedEntry, previous: { readonly seq: number; readonly hash: string }): void
  /** Reads an unchanged entry with commitments, which may record some of those. */
  read(entry: ChainedEntry): void
  /** The entry before the first one that no erasure records; null if there is none. */
  beforeUnrecorded(): { readonly seq: number; readonly hash: string } | null
}

export function createRecordedErasures(): RecordedErasures {
  const unrecorded = new Map<string, { readonly seq: number; readonly hash: string }>()
  return {
    add: (entry, previous) =>
      unrecorded.set(entry.actorCommitment === null ? mark(entry) : String(entry.seq), previous),
    read: (entry) => {
      if (unrecorded.size === 0 || entry.action !== erasureAction || entry.message === null) return
      for (const one of recorded(entry.message)) unrecorded.delete(one)
    },
    beforeUnrecorded: () => unrecorded.values().next().value ?? null,
  }
}
