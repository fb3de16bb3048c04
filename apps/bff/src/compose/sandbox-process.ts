import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import * as z from 'zod/mini'
import type { SandboxLimits } from '../config/config-kore.ts'

const startedSchema = z.strictObject({ url: z.url(), clientId: z.string(), clientSecret: z.string() })

/** A sandbox in a process of its own. */
export type SandboxProcess = z.infer<typeof startedSchema> & { stop(): Promise<void> }

/** Of the environment it gets only what makes the start fast and the memory small: no setting, no secret. */
const inherited = ['NODE_COMPILE_CACHE', 'MALLOC_MMAP_THRESHOLD_', 'MALLOC_TRIM_THRESHOLD_'] as const

/**
 * Starts the sandbox beside Muster, so its work is not in Muster's event loop and heap. It ends when this process
 * ends or is killed: the channel between them closes.
 */
export async function startSandboxProcess(options: { users: number; limits: SandboxLimits }): Promise<SandboxProcess> {
  const program = fileURLToPath(import.meta.resolve('@muster/kore-sandbox/main'))
  const arguments_ = ['--users', String(options.users), '--limits', options.limits]
  const env = Object.fromEntries(inherited.map((name) => [name, process.env[name]]))
  const flags = ['--disable-sigusr1', '--max-semi-space-size=4']
  const child = fork(program, arguments_, { env, execArgv: flags, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const gone = once(child, 'exit')
  const [message]: unknown[] = await Promise.race([once(child, 'message'), gone.then(() => [null])])
  const started = startedSchema.safeParse(message)
  if (!started.success) throw new Error('The sandbox did not start.')
  return {
    ...started.data,
    stop: async () => {
      if (child.connected) child.disconnect()
      await gone
    },
  }
}
