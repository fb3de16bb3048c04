import { createHash } from 'node:crypto'

/** The hashed part of an audit entry. */
export interface ChainedEntry {
  readonly seq: number
  /** ISO 8601 in UTC with milliseconds. */
  readonly at: string
  readonly action: string
  readonly actor: string
  readonly subjectUserId: string | null
  readonly subjectLabel: string | null
  readonly sentence: string
  readonly outcome: string | null
  readonly jobId: string | null
  /** Null: not hashed, because entries without a message have no such place. */
  readonly message: string | null
}

/** Hash before the first entry. */
export const chainStart = ''

/**
 * SHA-256 over the previous hash and the entry as canonical JSON: an array in a fixed order, which has one spelling.
 */
export function chainHash(previous: string, entry: ChainedEntry): string {
  const canonical = JSON.stringify([
    entry.seq,
    entry.at,
    entry.action,
    entry.actor,
    entry.subjectUserId,
    entry.subjectLabel,
    entry.sentence,
    entry.outcome,
    entry.jobId,
    ...(entry.message === null ? [] : [entry.message]),
  ])
  return createHash('sha256').update(previous).update('\n').update(canonical).digest('hex')
}
