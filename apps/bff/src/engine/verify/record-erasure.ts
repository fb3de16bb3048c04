import type { EraseScope } from '@muster/core/change/change'
import type { CauseCode } from '@muster/core/outcome/cause'
import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import { recordOutcomes } from '../context/record-outcomes.ts'
import type { RunContext } from '../context/run-context.ts'
import { end } from '../item-end.ts'
import type { NewErasure, RunItem, UnderWay } from '../ports.ts'
import type { Ready } from '../ready-item.ts'

/** Kore.ai accepted it: noted in the journal at once, then recorded with the outcomes of its items. */
export async function recordQueuedErasure(
  run: RunContext,
  ready: readonly Ready[],
  { callId, requestId }: { callId: string; requestId: string },
): Promise<void> {
  const items = ready.map((one) => one.run)
  const { clock, journal } = run.deps
  const seqs = items.map(({ item }) => item.seq)
  journal.note({ callId, jobId: run.job.lease.jobId, seqs, requestId, at: clock.now() })
  const itemOutcomes = items.map((item) => run.itemOutcomeOf(item, end('changed')))
  await recordOutcomes(run, itemOutcomes, { erasures: erasuresOf(run, items, { requestId, reason: null }) })
  journal.recorded([callId])
}

/** The response with the request's id is lost, and no list of requests exists. Only a member sends it again. */
export async function recordLostErasure(
  run: RunContext,
  ready: readonly Pick<Ready, 'run'>[],
  { cause, koreResponse }: { readonly cause: CauseCode; readonly koreResponse: string | null },
): Promise<void> {
  const items = ready.map((one) => one.run)
  const itemOutcomes = items.map((item) => run.itemOutcomeOf(item, end('unknown', 'no_response', { koreResponse })))
  const reason = message(cause === 'credential_rejected' ? 'erasure.refused' : 'erasure.lost')
  await recordOutcomes(run, itemOutcomes, { erasures: erasuresOf(run, items, { requestId: null, reason }) })
}

/** Ends items whose user is already being erased as no change, with a link to that request. Returns the rest. */
export async function withoutUnderWay(
  run: RunContext,
  ready: readonly Ready[],
  underWay: readonly UnderWay[],
): Promise<readonly Ready[]> {
  const by = new Map(underWay.map((one) => [one.seq, one]))
  await recordOutcomes(
    run,
    ready.flatMap(({ run: item }) => {
      const first = by.get(item.item.seq)
      if (first === undefined) return []
      const ended = end('unchanged', 'erasure_under_way', first.jobId === null ? {} : { details: { job: first.jobId } })
      return [{ ...run.itemOutcomeOf(item, ended), erasureId: first.erasureId }]
    }),
  )
  return ready.filter(({ run: item }) => !by.has(item.item.seq))
}

function erasuresOf(
  run: RunContext,
  items: readonly RunItem[],
  details: { requestId: string | null; reason: Message | null },
): readonly NewErasure[] {
  const erasure = newErasure(items, {
    id: run.deps.newId(),
    requestedBy: run.job.createdBy,
    scopeText: run.scopeText,
    ...details,
  })
  return erasure === null ? [] : [erasure]
}

/** The request that carried these items, which share one scope; null if they are no erasures. */
export function newErasure(
  items: readonly RunItem[],
  details: {
    id: string
    requestedBy: string
    scopeText: (scope: EraseScope) => Message
    requestId: string | null
    reason: Message | null
  },
): NewErasure | null {
  const [first] = items
  if (first === undefined || first.item.change.kind !== 'erase') return null
  const people = items.map(({ item }) => ({ seq: item.seq, identifier: item.identifier, user: item.user }))
  const { scope } = first.item.change
  return { ...details, scope, scopeText: details.scopeText(scope), people }
}
