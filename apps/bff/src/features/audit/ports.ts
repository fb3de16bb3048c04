import type { AuditEntry } from '@muster/contracts/audit'

export interface AuditFilter {
  readonly q?: string | undefined
  readonly action?: AuditEntry['action'] | undefined
  readonly actor?: string | undefined
  /** Part of the name, or the ID, of the changed user. */
  readonly target?: string | undefined
  readonly userId?: string | undefined
  readonly jobId?: string | undefined
  readonly outcome?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** A hash of the chain that was stored outside of the database, signed. */
export interface Anchor {
  readonly seq: number
  readonly hash: string
  /** ISO 8601. */
  readonly at: string
}

/** An anchor as it is signed. */
export interface Head extends Anchor {
  /** An owner accepted a restored database here: heads beyond this entry, signed before, are of the lost entries. */
  readonly restoredAfter?: number | undefined
}

/** The result of a check of the whole chain. */
export interface ChainCheck {
  readonly intact: boolean
  readonly entries: number
  readonly head: string | null
  readonly firstBad: number | null
  /** `changed`: an entry does not match; `cut`: entries are missing at the end; `rebuilt`: it contradicts a signed head. */
  readonly fault: 'changed' | 'cut' | 'rebuilt' | null
  /** Entries whose personal fields were erased. */
  readonly erased: number
  /** The newest signed head that the chain confirms. */
  readonly anchor: Anchor | null
}

/** The fields of an entry that the chain covers, as stored and as exported. */
export interface ChainedEntry {
  readonly seq: number
  /** ISO 8601 in UTC with milliseconds. */
  readonly at: string
  readonly action: string
  readonly outcome: string | null
  readonly jobId: string | null
  readonly actor: string
  readonly token: string | null
  readonly address: string | null
  readonly session: string | null
  /** Null: the actor is erased, or the entry is older than commitments. */
  readonly actorSalt: string | null
  /** Null: the entry is older than commitments, and its hash covers the fields themselves. */
  readonly actorCommitment: string | null
  readonly subjectUserId: string | null
  readonly subjectLabel: string | null
  readonly sentence: string
  readonly message: string | null
  readonly subjectSalt: string | null
  readonly subjectCommitment: string | null
  readonly prevHash: string
  readonly hash: string
}

/** An entry with everything that its verification needs. */
export type ExportedEntry = AuditEntry & { readonly chained: ChainedEntry }

/** How much names a person and is erased. */
export interface ErasedCount {
  /** Entries of the audit. */
  readonly entries: number
  /** People of ended erasures. */
  readonly requests: number
  /** Closed cases. */
  readonly cases: number
  /** Plans that were not applied, which are deleted. */
  readonly plans: number
  /** Jobs that have ended; only the person's items are emptied. */
  readonly jobs: number
  /** Files, which are deleted with their rows. */
  readonly files: number
  /** Responses, selections, comments, notices, unreadable records. */
  readonly others: number
}

/** How much names a person and stays. */
export interface RemainingCount {
  /** Users in the copy of the directory, which follows Kore.ai. */
  readonly directory: number
  /** Plans, jobs and files that Muster works on. */
  readonly running: number
  /** Erasures that have not ended. */
  readonly openErasures: number
  readonly openCases: number
}

export interface PersonFound {
  readonly count: ErasedCount
  readonly remaining: RemainingCount
  /** Files of which parts, or all, were not searched. */
  readonly unsearched: number
}

/** A person by one identifier. */
export interface Person {
  readonly by: 'email' | 'id'
  readonly value: string
}

export interface PersonErasure {
  readonly person: Person
  readonly confirmed: ErasedCount
  readonly actor: string
  readonly at: number
}

export interface PersonStore {
  /** Whether the identifier is the email, the name or the user of a current member. */
  isMember(person: Person): Promise<boolean>
  named(person: Person, signal: AbortSignal): Promise<PersonFound>
  /** Null: something else names the person than was confirmed, and nothing is erased. */
  erase(erasure: PersonErasure, signal: AbortSignal): Promise<PersonFound | null>
}

export interface AuditStore {
  /** Newest first; the page starts below the position `before`. `fold`: one entry for each job, with a count. */
  list(
    filter: AuditFilter,
    page: { before: number | null; limit: number; fold: boolean },
  ): Promise<{ items: readonly AuditEntry[]; next: number | null }>
  verify(anchors: readonly Anchor[], signal: AbortSignal): Promise<ChainCheck>
  /** The end of the chain; null if it is empty. */
  head(): Promise<{ readonly seq: number; readonly hash: string } | null>
  /** Oldest first, in batches. */
  exported(filter: AuditFilter): AsyncIterable<readonly ExportedEntry[]>
}

/** The signed heads outside of the database. */
export interface SignedHeads {
  readonly anchors: readonly Anchor[]
  /** Lines that are no head, or not signed by a known key. */
  readonly invalid: number
  /** Restores of the database that an owner accepted. */
  readonly restores: number
}

export interface HeadsReader {
  read(): Promise<SignedHeads>
}

export interface Heads extends HeadsReader {
  /** Signs the newest entry, if it is not signed. Does not throw: without a place for heads the chain is still verified. */
  signNow(): Promise<void>
}
