import type { BatchEvidence } from '../batch/batch-rule.ts'

/** The result of reading several users in one call. `F` is the failure type of the caller. */
export type PartRead<R, F> =
  | { readonly kind: 'read'; readonly results: readonly R[] }
  /** `hasResponse`: Kore.ai got the call, so one of the users may be the reason. */
  | { readonly kind: 'failed'; readonly failure: F; readonly hasResponse: boolean }

/** The result for one user. `alone`: only reads with this user fail. `failed`: all reads fail. */
export type OneRead<R, F> =
  | { readonly kind: 'read'; readonly result: R | undefined }
  | { readonly kind: 'alone'; readonly failure: F }
  | { readonly kind: 'failed'; readonly failure: F }

interface PartReader<Q, R, F> {
  read(part: readonly Q[]): Promise<PartRead<R, F>>
  /** Whether Kore.ai responds to a read without any of these users. */
  isUp(): Promise<boolean>
  /** Whether a response omits the user. */
  isMissing(result: R | undefined): boolean
  /** What a call proves about the size of batches. */
  learn(evidence: BatchEvidence): void
}

/** Parts of a failed list. Ten, not two: the readable parts between failures prove that Kore.ai is up. */
const partsPerSplit = 10
/** Failures in a row before Kore.ai is probed; the breaker opens at five. */
const failuresBeforeCheck = 3
/** Users that fail alone, with no successful read in between, before the users are ruled out as the reason. */
const maxAlone = 12
/** Responses in a row that list no user, before the size of the read is ruled out as the reason. */
const maxEmpty = 12

/**
 * Reads users without letting an unreadable one hide the others: splits a failed list down to single users. A user that
 * a response omits is read again in smaller parts, finally alone: a limit may have cut the response short.
 */
export async function readInParts<Q, R, F>(
  users: readonly Q[],
  reader: PartReader<Q, R, F>,
): Promise<ReadonlyMap<Q, OneRead<R, F>>> {
  const ends = new Map<Q, OneRead<R, F>>()
  const outageIn = outageCheck(reader)
  const omitted = omittedUsers(reader)
  let waiting = [users]
  for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
    if (part.length === 0) continue
    const response = await reader.read(part)
    if (response.kind === 'read') {
      outageIn.worked(part.length)
      for (const [n, user] of part.entries()) ends.set(user, { kind: 'read', result: response.results[n] })
      const again = omitted.in(part, response.results)
      waiting = again === 'enough' ? waiting.filter(([first]) => !omitted.has(first)) : [...again, ...waiting]
      continue
    }
    const outage = await outageIn.failed(response)
    if (outage !== null) {
      for (const user of [part, ...waiting].flat()) ends.set(user, { kind: 'failed', failure: outage })
      break
    }
    reader.learn({ kind: 'refused', users: part.length })
    const [one] = part
    if (part.length > 1) waiting.push(...split(part))
    else if (one !== undefined) {
      outageIn.failedAlone()
      ends.set(one, { kind: 'alone', failure: response.failure })
    }
  }
  omitted.end()
  return ends
}

function outageCheck<Q, R, F>(reader: PartReader<Q, R, F>) {
  const seen = { read: 0, alone: 0, failuresInARow: 0, isChecked: false }
  return {
    worked: (users: number): void => {
      seen.read += users
      seen.failuresInARow = 0
    },
    failedAlone: (): void => {
      seen.alone += 1
    },
    /** The failure of the call itself, or null if the users are the reason. */
    failed: async (response: Extract<PartRead<R, F>, { kind: 'failed' }>): Promise<F | null> => {
      if (!response.hasResponse || (seen.read === 0 && seen.alone >= maxAlone)) return response.failure
      seen.failuresInARow += 1
      if (seen.isChecked && seen.failuresInARow < failuresBeforeCheck) return null
      seen.isChecked = true
      seen.failuresInARow = 0
      return (await reader.isUp()) ? null : response.failure
    },
  }
}

/** Users that responses omit. One of them listed in a smaller response proves that the larger one was too large. */
function omittedUsers<Q, R, F>(reader: PartReader<Q, R, F>) {
  const known = new Set<Q>()
  let largest = 0
  let emptyInARow = 0
  return {
    has: (user: Q | undefined): boolean => user !== undefined && known.has(user),
    /** The parts to read again, or `enough`. */
    in: (part: readonly Q[], results: readonly (R | undefined)[]): readonly (readonly Q[])[] | 'enough' => {
      const missing = part.filter((_, n) => reader.isMissing(results[n]))
      emptyInARow = missing.length === part.length ? emptyInARow + 1 : 0
      if (missing.length === 0 && part.length >= largest) reader.learn({ kind: 'clean', users: part.length })
      if (largest > part.length && part.some((user, n) => known.has(user) && !reader.isMissing(results[n]))) {
        reader.learn({ kind: 'refused', users: largest, isSure: true })
        largest = 0
      }
      if (missing.length === 0 || part.length === 1) return emptyInARow >= maxEmpty ? 'enough' : []
      largest = Math.max(largest, part.length)
      for (const user of missing) known.add(user)
      if (emptyInARow >= maxEmpty) return 'enough'
      return missing.length < part.length ? [missing] : split(part)
    },
    /** No smaller response listed an omitted user, so the size was not the reason. */
    end: (): void => {
      if (largest > 0) reader.learn({ kind: 'clean', users: largest })
    },
  }
}

function split<Q>(part: readonly Q[]): readonly (readonly Q[])[] {
  const size = Math.ceil(part.length / partsPerSplit)
  const parts: (readonly Q[])[] = []
  for (let from = 0; from < part.length; from += size) parts.push(part.slice(from, from + size))
  return parts
}
