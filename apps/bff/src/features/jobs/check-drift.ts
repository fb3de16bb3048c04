import type { Ready } from './call-kore.ts'
import { decideBeforeSend, end, whom } from './decide-before-send.ts'
import { rereadUsers } from './reread-users.ts'
import { type RunContext, settle } from './run-context.ts'
import type { RunItem, Settlement } from './run-ports.ts'
import { writeIdentifier } from './write-requests.ts'

/** Re-reads claimed items and sets aside what moved since the plan; answers what may go out. */
export async function checkDrift(run: RunContext, claimed: readonly RunItem[]): Promise<readonly Ready[]> {
  const erasing = claimed[0]?.item.change.kind === 'erase'
  if (erasing) return claimed.map((item) => ({ run: item, now: null, identifier: null }))
  const reads = await rereadUsers(run, claimed, run.gate.sending)
  const ready: Ready[] = []
  const aside: Settlement[] = []
  for (const [n, item] of claimed.entries()) {
    const identifier = writeIdentifier(item.item)
    const read = reads[n] ?? { kind: 'unreadable', cause: 'unexpected_answer', koreAnswer: null }
    const decision = decideBeforeSend(item, read)
    if (!decision.send) aside.push(run.story.settlement(item, decision.end))
    else if (identifier === null)
      aside.push(run.story.settlement(item, end('failed', 'user_not_found', { about: whom(item) })))
    else if (decision.now === null && item.item.change.kind === 'update') {
      // Neither the plan nor Kore.ai says which flags they have, and both always go out.
      aside.push(run.story.settlement(item, end('failed', 'user_not_found', { about: whom(item) })))
    } else ready.push({ run: item, now: decision.now, identifier })
  }
  await settle(run, aside)
  return ready
}
