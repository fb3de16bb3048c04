/** The result of reading several users in one call. `F` is the failure type of the caller. */
export type PartRead<R, F> =
  | { readonly kind: 'read'; readonly results: readonly R[] }
  /** `isAnswered`: Kore.ai got the call, so one of the users may be the reason. */
  | { readonly kind: 'failed'; readonly failure: F; readonly isAnswered: boolean }

/** The result for one user. `alone`: only reads with this user fail. `failed`: all reads fail. */
export type OneRead<R, F> =
  | { readonly kind: 'read'; readonly result: R | undefined }
  | { readonly kind: 'alone'; readonly failure: F }
  | { readonly kind: 'failed'; readonly failure: F }

interface PartReader<Q, R, F> {
  read(part: readonly Q[]): Promise<PartRead<R, F>>
  /** Whether Kore.ai responds to a read without any of these users. */
  isUp(): Promise<boolean>
}

/** Parts of a failed list. Ten, not two: the readable parts between failures prove that Kore.ai is up. */
const partsPerSplit = 10
/** Failures in a row before Kore.ai is probed; the breaker opens at five. */
const failuresBeforeCheck = 3
/** Users that fail alone, with no successful read in between, before the users are ruled out as the reason. */
const maxAlone = 12

/** Reads users without letting an unreadable one hide the others: splits a failed list down to single users. */
export async function readInParts<Q, R, F>(
  users: readonly Q[],
  reader: PartReader<Q, R, F>,
): Promise<ReadonlyMap<Q, OneRead<R, F>>> {
  const ends = new Map<Q, OneRead<R, F>>()
  const seen = { read: 0, alone: 0, failuresInARow: 0, isChecked: false }
  /** The failure of the call itself, or null if the users are the reason. */
  const outageIn = async (answer: Extract<PartRead<R, F>, { kind: 'failed' }>): Promise<F | null> => {
    if (!answer.isAnswered || (seen.read === 0 && seen.alone >= maxAlone)) return answer.failure
    seen.failuresInARow += 1
    if (seen.isChecked && seen.failuresInARow < failuresBeforeCheck) return null
    seen.isChecked = true
    seen.failuresInARow = 0
    return (await reader.isUp()) ? null : answer.failure
  }
  const waiting = [users]
  for (let part = waiting.shift(); part !== undefined; part = waiting.shift()) {
    if (part.length === 0) continue
    const answer = await reader.read(part)
    if (answer.kind === 'read') {
      seen.read += part.length
      seen.failuresInARow = 0
      for (const [n, user] of part.entries()) ends.set(user, { kind: 'read', result: answer.results[n] })
      continue
    }
    const outage = await outageIn(answer)
    if (outage !== null) {
      for (const user of [part, ...waiting].flat()) ends.set(user, { kind: 'failed', failure: outage })
      break
    }
    const [one] = part
    if (part.length > 1) waiting.push(...split(part))
    else if (one !== undefined) {
      seen.alone += 1
      ends.set(one, { kind: 'alone', failure: answer.failure })
    }
  }
  return ends
}

function split<Q>(part: readonly Q[]): readonly (readonly Q[])[] {
  const size = Math.ceil(part.length / partsPerSplit)
  const parts: (readonly Q[])[] = []
  for (let from = 0; from < part.length; from += size) parts.push(part.slice(from, from + size))
  return parts
}
