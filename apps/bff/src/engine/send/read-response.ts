import { recordOutcomes } from '../context/record-outcomes.ts'
import type { RunContext } from '../context/run-context.ts'
import type { UserRefusal } from '../decide/decide-refused.ts'
import { end } from '../item-end.ts'
import type { UserResult } from '../kore-ports.ts'
import { keyOf } from '../kore-requests.ts'
import type { RunItem } from '../ports.ts'
import type { Ready } from '../ready-item.ts'
import { leaveInDoubt } from './end-refused.ts'

export interface ResponseRead {
  /** Reported as done, to be verified. */
  readonly done: readonly RunItem[]
  readonly refusals: readonly UserRefusal[]
}

/**
 * Records the outcomes that a response proves. Only a re-read decides about an item it does not name; the caller
 * re-reads and ends refusals.
 */
export async function readResponse(
  run: RunContext,
  ready: readonly Ready[],
  results: readonly UserResult[],
): Promise<ResponseRead> {
  const byKey = new Map(results.map((result) => [result.key, result]))
  const done: RunItem[] = []
  const refusals: UserRefusal[] = []
  const unnamed: RunItem[] = []
  for (const { run: item } of ready) {
    const result = byKey.get(keyOf(item.item))
    if (result === undefined || (result.ok && item.item.change.kind === 'erase')) unnamed.push(item)
    else if (result.ok) done.push(item)
    else refusals.push({ run: item, result })
  }
  await recordOutcomes(
    run,
    done.map((item) => run.itemOutcomeOf(item, end('changed'), true)),
  )
  await leaveInDoubt(run, unnamed, 0)
  return { done, refusals }
}
