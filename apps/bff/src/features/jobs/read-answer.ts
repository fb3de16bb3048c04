import { sameWhereTouched } from '@muster/core/same-access'
import type { Ready } from './call-kore.ts'
import { type End, end } from './decide-before-send.ts'
import type { ReadUser, UserResult } from './ports.ts'
import { keepInDirectory } from './reconcile.ts'
import { rereadUsers } from './reread-users.ts'
import { type RunContext, settle } from './run-context.ts'
import { JobHeldError, type RunItem } from './run-ports.ts'
import { keyOf } from './write-requests.ts'

type Failed = Extract<UserResult, { ok: false }>

/**
 * Ends what an answered call proves; answers the items said to be done. Where the answer does not name an item or part
 * of its change may have taken effect, only a re-read tells how it ended.
 */
export async function readAnswer(
  run: RunContext,
  ready: readonly Ready[],
  results: readonly UserResult[],
): Promise<readonly RunItem[]> {
  const byKey = new Map(results.map((result) => [result.key, result]))
  const done: RunItem[] = []
  const partial: { item: RunItem; result: Failed }[] = []
  const unnamed: RunItem[] = []
  const ends: { item: RunItem; end: End }[] = []
  for (const { run: item } of ready) {
    const result = byKey.get(keyOf(item.item))
    if (result === undefined || (result.ok && item.item.change.kind === 'erase')) unnamed.push(item)
    else if (result.ok) done.push(item)
    else if (result.partial) partial.push({ item, result })
    else ends.push({ item, end: refusal(item, result) })
  }
  await settle(run, [
    ...done.map((item) => run.story.settlement(item, end('changed'), true)),
    ...ends.map(({ item, end: ended }) => run.story.settlement(item, ended)),
  ])
  await leaveInDoubt(run, unnamed, 0)
  await endPartial(run, partial)
  return done
}

/** A removal refused because the user is gone is done, where an earlier send of ours may have done it. */
function refusal({ item, attempts }: RunItem, result: Failed): End {
  const { cause, about, koreAnswer } = result
  const gone = item.change.kind === 'remove' && (cause === 'already_gone' || cause === 'user_not_found')
  // `attempts` is of before this send.
  if (gone && attempts > 0) return end('changed', 'already_gone', { about, koreAnswer })
  if (cause === 'already_gone') return end('unchanged', 'already_gone', { about, koreAnswer })
  return end('failed', cause, { about, koreAnswer })
}

async function endPartial(run: RunContext, partial: readonly { item: RunItem; result: Failed }[]): Promise<void> {
  if (partial.length === 0) return
  let reads: readonly ReadUser[]
  const readAt = run.deps.clock.now()
  try {
    reads = await rereadUsers(
      run,
      partial.map(({ item }) => item),
      run.gate.sending,
    )
  } catch (error) {
    if (!(error instanceof JobHeldError)) throw error
    // No read any more: the next worker looks, at once since the call was answered.
    await leaveInDoubt(
      run,
      partial.map(({ item }) => item),
      0,
    )
    return
  }
  const ends = partial.map(({ item, result }, n) => ({ item, result, end: afterPartial(item, result, reads[n]) }))
  // Kore.ai said nothing of them, and its reads may lag: nothing is called a failure without a word or a second look.
  const unsaid = ends.filter(({ result, end: ended }) => result.cause === 'no_answer' && ended.outcome !== 'changed')
  const ended = ends.filter((one) => !unsaid.includes(one))
  await settle(
    run,
    ended.map((one) => run.story.settlement(one.item, one.end)),
  )
  await leaveInDoubt(
    run,
    unsaid.map(({ item }) => item),
    run.deps.settings.verifyAgainMs,
  )
  await keepInDirectory(run, { items: partial.map(({ item }) => item), reads, readAt })
}

/** What a change refused in part came to: as planned after all, or failed with what Kore.ai said. */
export function afterPartial({ item }: RunItem, result: Failed, read: ReadUser | undefined): End {
  const { cause, about, koreAnswer } = result
  const failed = (landed: string) => end('failed', cause, { koreAnswer, about: { ...about, landed } })
  if (read?.kind === 'absent' && item.change.kind === 'remove') return end('changed', null, { koreAnswer })
  if (read?.kind !== 'found') return failed('unknown')
  if (item.change.kind === 'remove') return failed('nothing')
  if (item.after !== null && sameWhereTouched(item.steps, item.after, read.user))
    return end('changed', null, { koreAnswer })
  const nothing = item.before !== null && sameWhereTouched(item.steps, item.before, read.user)
  return failed(nothing ? 'nothing' : 'part')
}

async function leaveInDoubt(run: RunContext, items: readonly RunItem[], waitMs: number): Promise<void> {
  if (items.length === 0) return
  const seqs = items.map(({ item }) => item.seq)
  await run.deps.store.doubt(run.job.lease, seqs, waitMs)
}
