import type { Clock } from '../../clock.ts'
import { createMutex } from '../../engine/context/mutex.ts'
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
  /** Delivers signed heads that wait for it; runs every few seconds. */
  readonly deliver: () => Promise<void>
  readonly onError: (error: unknown) => void
}

/** Signs the head of the chain when it is due. */
export function createHeadSigner({ audit, clock, append }: Omit<SignHeadsDeps, 'onError' | 'deliver'>) {
  let signed: { seq: number; at: number } | null = null
  /** `now`: also before it is due. */
  return async (now = false): Promise<void> => {
    const head = await audit.head()
    if (head === null || head.seq === signed?.seq) return
    const isDue =
      now || signed === null || head.seq - signed.seq >= everyEntries || clock.monotonic() - signed.at >= everyMs
    if (!isDue) return
    await append({ ...head, at: new Date(clock.now()).toISOString() })
    signed = { seq: head.seq, at: clock.monotonic() }
  }
}

/** Signs heads until it is stopped, and a last one then. */
export function startSigningHeads({ onError, ...deps }: SignHeadsDeps) {
  const signer = createHeadSigner(deps)
  const mutex = createMutex()
  const sign = (now: boolean) =>
    mutex(async () => {
      await signer(now)
      await deps.deliver()
    }).catch(onError)
  const stopping = new AbortController()
  const loop = async () => {
    while (!stopping.signal.aborted) {
      await sign(false)
      await deps.clock.sleep(checkEveryMs, stopping.signal).catch(() => undefined)
    }
    await sign(true)
  }
  const running = loop()
  return {
    /** Signs the newest entry, if it is not signed. */
    signNow: () => sign(true),
    stop: async (): Promise<void> => {
      stopping.abort()
      await running
    },
  }
}
