import type { RunContext } from '../context/run-context.ts'
import { LeaseLostError } from '../ports.ts'

/** Renews the lease and checks whether to pause or cancel, until the run ends. */
export async function watchControl(run: RunContext, ended: AbortSignal): Promise<void> {
  const { clock, settings, store } = run.deps
  const { lease } = run.job
  let renewedAt = clock.monotonic()
  while (!ended.aborted) {
    if (!(await slept(clock.sleep(settings.controlMs, ended)))) return
    try {
      const due = clock.monotonic() - renewedAt >= settings.leaseMs / 3
      const state = due ? await store.renew(lease, settings.leaseMs) : await store.state(lease)
      if (due) renewedAt = clock.monotonic()
      if (state === 'pausing' || state === 'paused') run.gate.close('pausing')
      if (state === 'cancelling' || state === 'cancelled') run.gate.close('cancelling')
    } catch (error) {
      // Waits for an unavailable store as long as the lease is certainly held.
      const surelyOurs = clock.monotonic() - renewedAt < settings.leaseMs
      if (error instanceof LeaseLostError || !surelyOurs) run.gate.close('lost')
    }
  }
}

async function slept(sleep: Promise<void>): Promise<boolean> {
  return sleep.then(
    () => true,
    () => false,
  )
}
