import { createLogger } from './adapters/logging/create-logger.ts'
import { openStorage, storeOf } from './adapters/storage/open-storage.ts'
import type { Running } from './compose/compose.ts'
import { connectToKore } from './compose/connect.ts'
import { parseConfig } from './config/config.ts'
import type { Log } from './http/log.ts'
import { issuesOf, refuses, safetyFacts } from './lifecycle/self-check.ts'
import { banner, configurationProblems, damageNotice } from './lifecycle/startup-banner.ts'
import { isDamaged } from './store-failure.ts'

/** sysexits.h: an operator has to act first, on the configuration or a damaged store. A restart alone does not help. */
const exitConfig = 78
/** 128 plus the number of SIGINT. */
const exitInterrupted = 130
const oneKeyPressMs = 1000
/** From a signal to the end in any case: a supervisor must wait for longer. */
const lastExitMs = 25_000

function refuseToStart(problems: readonly string[]): null {
  process.stderr.write(configurationProblems(problems))
  process.exitCode = exitConfig
  return null
}

/** The configuration with its log, or null if Muster must not start with it. */
function configure() {
  const parsed = parseConfig(process.env)
  if (!parsed.ok) return refuseToStart(parsed.problems)
  const { config } = parsed
  const found = issuesOf(safetyFacts(config))
  if (refuses(found, config.environment)) {
    const refused = found.filter(({ level }) => level === 'refuse')
    return refuseToStart(refused.map(({ sentence }) => sentence))
  }
  const log = createLogger(config.logLevel)
  for (const { sentence } of found) log.warn({ reason: sentence }, 'Not safe with a real account')
  for (const warning of config.warnings) log.warn({ reason: warning }, 'A setting is not known')
  return { config, log }
}

type Stop = (reason: string, exitCode: number) => Promise<void>

/** Stops what runs and ends the process, once. */
function createStop(log: Log, running: () => Running | null): Stop {
  let stopping = false
  return async (reason, exitCode) => {
    if (stopping) return
    stopping = true
    process.exitCode = exitCode || process.exitCode || 0
    log.info({ reason }, 'Stopping')
    // Even if a step hangs, the process exits before an orchestrator kills it.
    setTimeout(() => process.exit(exitCode || 1), lastExitMs).unref()
    try {
      await running()?.stop()
      log.info({}, 'Stopped')
    } catch (error) {
      log.error({ error }, 'Could not stop cleanly')
      process.exitCode = 1
    }
    process.exit()
  }
}

/** Stops on signals, with the launcher, and after an error that nothing handles. */
function stopWithProcess(log: Log, stop: Stop): void {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void stop(signal, 0))
  process.on('SIGINT', onSecondInterrupt(log))
  // Without our own listener, Node opens its inspector.
  process.on('SIGUSR1', () => log.warn({ reason: 'SIGUSR1' }, 'Ignored: Muster opens no inspector'))
  // The parent process ended, for any reason (see apps/launch).
  if (process.connected) process.once('disconnect', () => void stop('the launcher ended', 0))
  for (const event of ['unhandledRejection', 'uncaughtException'] as const)
    process.on(event, (error: unknown) => {
      log.error({ error }, 'Unhandled error, which is a bug')
      void stop(event, 1)
    })
}

/** Muster's own sentence for what ended the start. */
function reportFailedStart(error: unknown): void {
  process.stderr.write(`\nMuster could not start: ${error instanceof Error ? error.message : 'unknown reason'}\n`)
  process.exitCode = 1
}

async function start(): Promise<void> {
  let configured: ReturnType<typeof configure>
  try {
    configured = configure()
  } catch (error) {
    reportFailedStart(error)
    return
  }
  if (configured === null) return
  const { config, log } = configured
  let running: Running | null = null
  const stop = createStop(log, () => running)
  stopWithProcess(log, stop)
  try {
    // The store and the sandbox start beside this thread while the rest of the program loads.
    const opening = openStorage(storeOf(config), log)
    opening.catch(() => {})
    const connecting = connectToKore(config)
    connecting.catch(() => {})
    const { compose } = await import('./compose/compose.ts')
    running = await compose(config, { log, opening, connecting })
    process.stdout.write(banner(running))
    const damage = await running.damage
    if (damage === null) return
    process.stderr.write(damageNotice(damage))
    process.exitCode = exitConfig
  } catch (error) {
    log.error({ error }, 'Muster could not start')
    reportFailedStart(error)
    await stop('start failed', isDamaged(error) ? exitConfig : 1)
  }
}

/**
 * A second Ctrl+C ends the process at once. One key press may arrive several times (the terminal and each launcher
 * send it), so those of the first moments count as one. SIGTERM never cuts a shutdown short.
 */
function onSecondInterrupt(log: Log): () => void {
  let first: number | null = null
  return () => {
    first ??= performance.now()
    if (performance.now() - first < oneKeyPressMs) return
    log.warn({ reason: 'SIGINT' }, 'Stopping at once: calls in flight are cut and in doubt')
    process.exit(exitInterrupted)
  }
}

await start()
