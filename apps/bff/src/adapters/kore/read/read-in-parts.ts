/** What a read of several users came to as a whole. `F` is the failure as its caller reports it. */
export type PartRead<R, F> =
  | { readonly kind: 'read'; readonly results: readonly R[] }
  /** `isAnswered`: Kore.ai got the call, so one of the users may be the reason. */
  | { readonly kind: 'failed'; readonly failure: F; readonly isAnswered: boolean }

/** What it came to for one user. `alone`: only reads that name this user fail. `failed`: reads fail, whoever is named. */
export type OneRead<R, F> =
  | { readonly kind: 'read'; readonly result: R | undefined }
  | { readonly kind: 'alone'; readonly failure: F }
  | { readonly kind: 'failed'; readonly failure: F }

interface PartReader<Q, R, F> {
  read(part: readonly Q[]): Promise<PartRead<R, F>>
  /** Whether Kore.ai answers a read that names none of these users. */
  isUp(): Promise<boolean>
}

/** Parts of a list whose read failed. Ten, not two: the readable parts between failures show Kore.ai to be up. */
const partsPerSplit = 10
/** Failures in a row after which Kore.ai is checked again; the breaker opens at five. */
const failuresBeforeCheck = 3
/** Users who fail alone, without any who is read, after which the reason is not the users. */
const mostAlone = 12

/** Reads users so that one who cannot be read does not hide the others: a failed list is split until they are alone. */
export async function readInParts<Q, R, F>(
  users: readonly Q[],
  reader: PartReader<Q, R, F>,
): Promise<ReadonlyMap<Q, OneRead<R, F>>> {
  const ends = new Map<Q, OneRead<R, F>>()
  const seen = { read: 0, alone: 0, failuresInARow: 0, isChecked: false }
  /** The failure of the call as such, or null where the users themselves are the reason. */
  const outageIn = async (answer: Extract<PartRead<R, F>, { kind: 'failed' }>): Promise<F | null> => {
    if (!answer.isAnswered || (seen.read === 0 && seen.alone >= mostAlone)) return answer.failure
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
