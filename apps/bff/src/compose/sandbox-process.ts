import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import * as z from 'zod/mini'
import type { SandboxLimits } from '../config/config-kore.ts'

const startedSchema = z.strictObject({ url: z.url(), clientId: z.string(), clientSecret: z.string() })

/** A sandbox in a process of its own. */
export type SandboxProcess = z.infer<typeof startedSchema> & { stop(): Promise<void> }

/**
 * Starts the sandbox beside Muster, so its work is not in Muster's event loop and heap. It ends when this process
 * ends or is killed: the channel between them closes.
 */
export async function startSandboxProcess(options: { users: number; limits: SandboxLimits }): Promise<SandboxProcess> {
  const program = fileURLToPath(import.meta.resolve('@muster/kore-sandbox/main'))
  const given = ['--users', String(options.users), '--limits', options.limits]
  // The environment that it inherits has no secrets anymore: the configuration removes them when it reads them.
  const flags = ['--disable-sigusr1', '--max-semi-space-size=4']
  const child = fork(program, given, { execArgv: flags, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
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
