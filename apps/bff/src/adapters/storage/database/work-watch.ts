import type { Storage } from './storage.ts'

interface Found {
  readonly name: string
  readonly due: boolean
  readonly dead: boolean
}

const everyMs = 1000

/**
 * Finds due work (delayed, retried, freed by another process) and work of dead workers, in one statement a second
 * for all kinds: a worker for each kind would poll for the same with ten times the processor time.
 */
export function watchWork(
  storage: Pick<Storage, 'executeSql'>,
  handlers: {
    readonly onDue: (name: string) => void
    readonly onDead: (name: string) => Promise<void>
    readonly onError: (error: Error) => void
  },
): { start(): void; stop(): void } {
  let timer: NodeJS.Timeout | null = null
  let isLooking = false
  const look = async () => {
    const { rows } = await storage.executeSql(`
      select name, bool_or(state <> 'active') as due, bool_or(state = 'active') as dead from pgboss.job
      where (state in ('created', 'retry') and start_after <= now())
        or (state = 'active' and heartbeat_on + heartbeat_seconds * interval '1 s' < now())
      group by name`)
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the statement's three columns
    for (const { name, due, dead } of rows as Found[]) {
      if (due) handlers.onDue(name)
      if (dead) await handlers.onDead(name)
    }
  }
  const lookOnce = () => {
    if (isLooking) return
    isLooking = true
    look()
      .catch((error: unknown) => handlers.onError(error instanceof Error ? error : new Error(String(error))))
      .finally(() => {
        isLooking = false
      })
  }
  return {
    start: () => {
      timer ??= setInterval(lookOnce, everyMs).unref()
    },
    stop: () => {
      if (timer !== null) clearInterval(timer)
    },
  }
}
