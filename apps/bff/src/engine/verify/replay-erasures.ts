import { lookupNames } from '@muster/core/account/access-names'
import { scopeMessage } from '@muster/wording/scope'
import type { EngineDeps } from '../context/run-context.ts'
import { itemOutcomesBy } from '../decide/item-outcome.ts'
import { end } from '../item-end.ts'
import type { UnrecordedErasure } from '../ports.ts'
import { newErasure } from './record-erasure.ts'

/**
 * Records erasures that Kore.ai accepted and the store does not know: it failed at that moment, or was restored since.
 * Their users are not requested again, and each request is followed by its id.
 */
export async function replayErasures(deps: EngineDeps, jobId?: string): Promise<void> {
  const { journal, store } = deps
  const responses = journal.accepted().filter((response) => jobId === undefined || response.jobId === jobId)
  if (responses.length === 0) return
  for (const late of await store.unrecorded(responses)) await record(deps, late)
  journal.recorded(responses.map(({ callId }) => callId))
}

async function record(deps: EngineDeps, { response, createdBy, items }: UnrecordedErasure): Promise<void> {
  const lookups = await deps.directory.lookups()
  const names = lookupNames(lookups)
  const itemOutcomeOf = itemOutcomesBy({ actor: createdBy, jobId: response.jobId, lookups })
  const erasure = newErasure(items, {
    id: deps.newId(),
    requestedBy: createdBy,
    scopeText: (scope) => scopeMessage(scope, names),
    requestId: response.requestId,
    reason: null,
  })
  if (erasure === null) return
  const itemOutcomes = items.map((item) => itemOutcomeOf(item, end('changed')))
  await deps.store.recordAccepted({ response, itemOutcomes, erasure, at: deps.clock.now() })
  deps.onUpdated(response.jobId)
  deps.onErasures([erasure.id])
}
