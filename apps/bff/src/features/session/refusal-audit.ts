import { englishText } from '@muster/wording/english'
import { message } from '@muster/wording/message'
import type { AuditLog } from '../../audit-log.ts'
import { auditOrigin } from '../../audit-origin.ts'
import type { Clock } from '../../clock.ts'
import type { RefusedRequest } from '../../http/app-options.ts'

/** Refusals of one act within this time share one entry. */
const everyMs = 60_000

/**
 * Records refused acts in the audit: the first at once, repetitions as one count a minute, so a loop cannot fill the
 * store and none is lost when it ends.
 */
export function createRefusalAudit({ audit, clock }: { audit: AuditLog; clock: Clock }) {
  const repeats = new Map<string, number>()
  const write = async ({ actor, method, route, reason, address }: RefusedRequest, count: number): Promise<void> => {
    const facts = { request: `${method} ${route}`, actor: actor.email, address, reason }
    const sentence =
      count === 0 ? message('audit.request_refused', facts) : message('audit.request_refused_more', { ...facts, count })
    await audit.append({ action: 'request.refused', actor: actor.email, sentence, outcome: 'refused' })
  }
  const writeCounts = async (key: string, refusal: RefusedRequest): Promise<void> => {
    try {
      for (;;) {
        await clock.sleep(everyMs)
        const count = repeats.get(key) ?? 0
        if (count === 0) return
        repeats.set(key, 0)
        await write(refusal, count)
      }
    } finally {
      repeats.delete(key)
    }
  }
  return async (refusal: RefusedRequest): Promise<void> => {
    const { actor, method, route, reason } = refusal
    // The entry of a count has the origin of the first refusal, so only refusals of the same origin are counted there.
    const key = JSON.stringify([actor.memberId, method, route, englishText(reason), auditOrigin()])
    const count = repeats.get(key)
    if (count !== undefined) {
      repeats.set(key, count + 1)
      return
    }
    repeats.set(key, 0)
    // Without the store the entry of the act fails as well; the next refusal is a first one again.
    writeCounts(key, refusal).catch(() => undefined)
    await write(refusal, 0)
  }
}
