import type { Ready } from './call-kore.ts'
import { end } from './decide-before-send.ts'
import { type RunContext, settle } from './run-context.ts'
import type { NewErasure, RunItem } from './run-ports.ts'

/** Kore.ai queued it: the request is kept with the items' outcomes, before anybody is told. */
export async function settleErasureQueued(run: RunContext, ready: readonly Ready[], requestId: string): Promise<void> {
  const items = ready.map((one) => one.run)
  const settlements = items.map((item) => run.story.settlement(item, end('changed')))
  await settle(run, settlements, { erasures: erasuresOf(run, items, { requestId, reason: null }) })
}

/**
 * The answer, and with it the id of the request, is lost; no list of requests exists. Never sent again but by a person.
 */
export async function settleErasureLost(
  run: RunContext,
  ready: readonly Pick<Ready, 'run'>[],
  koreAnswer: string | null,
): Promise<void> {
  const items = ready.map((one) => one.run)
  const settlements = items.map((item) => run.story.settlement(item, end('unknown', 'no_answer', { koreAnswer })))
  const reason =
    'The answer to this request was lost, and with it its id. Kore.ai may or may not be erasing. Decide on the job: ask again (harmless, a second request) or leave it.'
  await settle(run, settlements, { erasures: erasuresOf(run, items, { requestId: null, reason }) })
}

function erasuresOf(
  run: RunContext,
  items: readonly RunItem[],
  about: { requestId: string | null; reason: string | null },
): readonly NewErasure[] {
  const [first] = items
  if (first === undefined || first.item.change.kind !== 'erase') return []
  const people = items.map(({ item }) => ({ seq: item.seq, identifier: item.identifier, user: item.user }))
  const { scope } = first.item.change
  const scopeText = run.scopeText(first)
  return [{ id: run.deps.newId(), scope, scopeText, requestedBy: run.job.createdBy, people, ...about }]
}
