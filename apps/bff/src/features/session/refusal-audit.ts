import { englishText } from '@muster/wording/english'
import { message } from '@muster/wording/message'
import type { AuditLog } from '../../audit-log.ts'
import type { Clock } from '../../clock.ts'
import type { Refusal } from '../../http/app-options.ts'

/** A refusal repeated within this time is counted; the next entry includes the count. */
const everyMs = 60_000

/** Records refused acts in the audit: the first at once, repetitions at most once a minute, so a loop cannot fill the store. */
export function createRefusalAudit({ audit, clock }: { audit: AuditLog; clock: Clock }) {
  const seen = new Map<string, { at: number; repeats: number }>()
  return async ({ actor, method, route, reason, address }: Refusal): Promise<void> => {
    const now = clock.monotonic()
    for (const [key, { at, repeats }] of seen) if (repeats === 0 && now - at >= everyMs) seen.delete(key)
    const key = `${actor.memberId} ${method} ${route} ${englishText(reason)}`
    const last = seen.get(key)
    if (last !== undefined && now - last.at < everyMs) {
      last.repeats += 1
      return
    }
    seen.set(key, { at: now, repeats: 0 })
    const count = last?.repeats ?? 0
    const facts = { request: `${method} ${route}`, actor: actor.email, address, reason }
    await audit.append({
      action: 'request.refused',
      actor: actor.email,
      sentence:
        count === 0
          ? message('audit.request_refused', facts)
          : message('audit.request_refused_again', { ...facts, count }),
      outcome: 'refused',
    })
  }
}
