import * as z from 'zod/mini'
import type { Storage } from './storage.ts'

const foundSchema = z.array(
  z.object({
    name: z.string(),
    due: z.boolean(),
    dead: z.boolean(),
    /** Milliseconds until the next work of this kind is due; null if none waits. */
    nextMs: z.nullable(z.number()),
  }),
)

const soonMs = 1000
const shortestMs = 200

interface WatchHandlers {
  readonly everyMs: number
  readonly onDue: (name: string) => void
  readonly onDead: (name: string) => Promise<void>
  readonly onError: (error: Error) => void
}

/** Reports the work found. Returns when to look again. */
async function look(storage: Pick<Storage, 'executeSql'>, handlers: WatchHandlers): Promise<number> {
  const { rows } = await storage.executeSql(`
    select name, bool_or(state <> 'active' and start_after <= now()) as due, bool_or(state = 'active') as dead,
      min(extract(epoch from start_after - now()) * 1000) filter (where state <> 'active')::float8 as "nextMs"
    from pgboss.job
    where state in ('created', 'retry')
      or (state = 'active' and heartbeat_on + heartbeat_seconds * interval '1 s' < now())
    group by name`)
  const found = foundSchema.parse(rows)
  for (const { name, due, dead } of found) {
    if (due) handlers.onDue(name)
    if (dead) await handlers.onDead(name)
  }
  // Due work may wait for a worker that is busy.
  return Math.min(...found.map(({ due, dead, nextMs }) => (due || dead ? soonMs : (nextMs ?? handlers.everyMs))))
}

/**
 * Finds due work (delayed, retried, freed by another process) and work of dead workers, in one statement for all
 * kinds: a worker for each kind would poll for the same with ten times the processor time. Looks when the next work is
 * due, a second after `lookSoon`, and every `everyMs`.
 */
export function watchWork(
  storage: Pick<Storage, 'executeSql'>,
  handlers: WatchHandlers,
): { start(): void; lookSoon(): void; stop(): void } {
  let timer: NodeJS.Timeout | null = null
  let timerAt = 0
  let isStopped = false
  const arm = (ms: number) => {
    if (timer !== null) clearTimeout(timer)
    if (isStopped) return
    timerAt = performance.now() + ms
    timer = setTimeout(() => void lookAndArm(), ms).unref()
  }
  const lookAndArm = async () => {
    timerAt = Infinity
    let next = soonMs
    try {
      next = await look(storage, handlers)
    } catch (error) {
      handlers.onError(error instanceof Error ? error : new Error(String(error)))
    }
    // Another look may have been requested meanwhile.
    if (timerAt === Infinity) arm(Math.min(Math.max(next, shortestMs), handlers.everyMs))
  }
  const lookSoon = () => {
    if (timer !== null && timerAt > performance.now() + soonMs) arm(soonMs)
  }
  return {
    start: () => {
      if (timer === null) arm(soonMs)
    },
    lookSoon,
    stop: () => {
      isStopped = true
      if (timer !== null) clearTimeout(timer)
    },
  }
}
