import type { Clock } from './clock.ts'
import { absoluteMs, idleMs } from './features/session/find-session.ts'
import type { SessionStore } from './features/session/ports.ts'
import type { Log } from './http/log.ts'

const everyMs = 10 * 60_000

/** Forgets what is over: sessions, links, guesses. Answers how to stop. */
export function keepHouse(deps: { sessions: SessionStore; clock: Clock; log: Log }): () => void {
  const sweep = () => {
    const now = deps.clock.now()
    deps.sessions.purge({ used: now - idleMs, created: now - absoluteMs, now }).catch((error: unknown) => {
      deps.log.warn({ error }, 'Sessions that are over could not be forgotten; tried again later')
    })
  }
  sweep()
  const timer = setInterval(sweep, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
