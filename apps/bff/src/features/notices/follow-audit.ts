import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import type { Clock } from '../../clock.ts'
import { type CursorStore, OutboundError } from './ports.ts'

/** How often a follower looks for work. Without any it reads two numbers. */
const checkEveryMs = 2000
/** A holder that died loses the cursor after this long. */
export const holdSeconds = 60

/** Why an attempt failed, for the settings page; other errors are defects and stay out of it. */
export const failureOf = (error: unknown): Message =>
  error instanceof OutboundError ? error.reason : message('outbound.defect')

export interface Follower {
  /** Wakes the follower. */
  wake(): void
  stop(): Promise<void>
}

/** Runs `tick` until it is stopped, at once after `wake`. Errors of the store are logged, and the next tick retries. */
export function startFollower(
  tick: (signal: AbortSignal) => Promise<void>,
  { clock, onError }: { clock: Clock; onError: (error: unknown) => void },
): Follower {
  const stopping = new AbortController()
  let waiting = new AbortController()
  const loop = async () => {
    while (!stopping.signal.aborted) {
      await tick(stopping.signal).catch((error: unknown) => {
        if (!stopping.signal.aborted) onError(error)
      })
      await clock.sleep(checkEveryMs, AbortSignal.any([stopping.signal, waiting.signal])).catch(() => undefined)
      waiting = new AbortController()
    }
  }
  const running = loop()
  return {
    wake: () => waiting.abort(),
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}

/** Does work while this process holds a cursor, and releases it afterwards. Nothing happens while another one holds it. */
export async function whileHeld(
  { cursors, name, holder }: { cursors: CursorStore; name: string; holder: string },
  work: (seq: number) => Promise<void>,
): Promise<void> {
  const seq = await cursors.claim(name, holder, holdSeconds)
  if (seq === null) return
  try {
    await work(seq)
  } finally {
    await cursors.release(name, holder)
  }
}
