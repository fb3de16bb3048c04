import type { Clock } from '../../clock.ts'
import type { Anchor, AuditStore } from './ports.ts'

/** A new head is signed after this many entries… */
const everyEntries = 1000
/** …or after this time, if there is a new entry. */
const everyMs = 5 * 60_000
const checkEveryMs = 5000

export interface SignHeadsDeps {
  readonly audit: Pick<AuditStore, 'head'>
  readonly clock: Clock
  /** Signs a head and stores it outside of the database. */
  readonly append: (head: Anchor) => Promise<void>
  readonly onError: (error: unknown) => void
}

/** Signs the head of the chain when it is due. */
export function createHeadSigner({ audit, clock, append }: Omit<SignHeadsDeps, 'onError'>) {
  let signed: { seq: number; at: number } | null = null
  return async (isLast = false): Promise<void> => {
    const head = await audit.head()
    if (head === null || head.seq === signed?.seq) return
    const isDue =
      isLast || signed === null || head.seq - signed.seq >= everyEntries || clock.monotonic() - signed.at >= everyMs
    if (!isDue) return
    await append({ ...head, at: new Date(clock.now()).toISOString() })
    signed = { seq: head.seq, at: clock.monotonic() }
  }
}

/** Signs heads until it is stopped, and a last one then. */
export function startSigningHeads({ onError, ...deps }: SignHeadsDeps): { stop(): Promise<void> } {
  const sign = createHeadSigner(deps)
  const stopping = new AbortController()
  const loop = async () => {
    while (!stopping.signal.aborted) {
      await sign().catch(onError)
      await deps.clock.sleep(checkEveryMs, stopping.signal).catch(() => undefined)
    }
    await sign(true).catch(onError)
  }
  const running = loop()
  return {
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}
