import type { AuditStore, ChainCheck, Heads } from './ports.ts'

interface Checked extends ChainCheck {
  readonly heads: number
  readonly invalidHeads: number
  readonly restores: number
}

interface Run {
  readonly result: Promise<Checked>
  readonly stop: AbortController
  callers: number
}

/**
 * Signs the newest entry, then verifies the chain against the signed heads outside of the database. Concurrent callers
 * share one verification, which ends early when the last of them has left.
 */
export function createChainCheck(deps: { readonly audit: AuditStore; readonly heads: Heads }) {
  let running: Run | null = null
  const begin = (): Run => {
    const stop = new AbortController()
    const run: Run = { result: check(deps, stop.signal), stop, callers: 0 }
    running = run
    return run
  }
  const leave = (run: Run) => {
    run.callers -= 1
    if (run.callers > 0) return
    run.stop.abort()
    if (running === run) running = null
  }
  return async (signal: AbortSignal): Promise<Checked> => {
    signal.throwIfAborted()
    const run = running ?? begin()
    run.callers += 1
    const aborted = Promise.withResolvers<never>()
    const abort = () => aborted.reject(signal.reason)
    signal.addEventListener('abort', abort)
    try {
      return await Promise.race([run.result, aborted.promise])
    } finally {
      signal.removeEventListener('abort', abort)
      leave(run)
    }
  }
}

async function check(
  { audit, heads }: { readonly audit: AuditStore; readonly heads: Heads },
  signal: AbortSignal,
): Promise<Checked> {
  await heads.signNow()
  const { anchors, invalid, restores } = await heads.read()
  return { ...(await audit.verify(anchors, signal)), heads: anchors.length, invalidHeads: invalid, restores }
}
