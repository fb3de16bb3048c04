import { hash } from 'node:crypto'
import { permissionsOf } from '@muster/core/permission'
import { effectKeys } from '@muster/core/plan/plan-fold'
import { noApprovals } from '@muster/core/policy/approval'
import { volumeOf } from '@muster/core/policy/volume'
import { isFound, type Titled } from '@muster/core/search/title-search'
import { englishText } from '@muster/wording/english'
import type { ApplyRequest, ApplyResult, KeptItem, NewJob, PlanFilter, PlanRecord, PlanStore } from '../ports.ts'

interface Held {
  plan: PlanRecord
  attempt: number
  items: KeptItem[]
}

function isShown({ state, replacedBy, createdAt }: PlanRecord, only: PlanFilter | null, liveFrom: number): boolean {
  if (only === null) return true
  if (only === 'applied' || only === 'not_applied') return (state === 'applied') === (only === 'applied')
  if (only === 'waiting' || replacedBy !== null) return false
  const isExpired = state === 'ready' && createdAt < liveFrom
  return only === 'expired' ? isExpired : !isExpired && (state === 'ready' || state === 'computing')
}

const titledOf = ({ id, name, title, createdBy }: PlanRecord): Titled => ({
  id,
  texts: [name, englishText(title), createdBy.email],
  message: title,
})

/**
 * Plans in memory, by the contract of `plan-store.contract.ts`. `jobs` are the created jobs, `audit` the written
 * sentences.
 */
export function createFakePlanStore(): PlanStore & { readonly jobs: NewJob[]; readonly audit: string[] } {
  const plans = new Map<string, Held>()
  const requests = new Map<string, { digest: string; jobId: string }>()
  const jobs: NewJob[] = []
  const audit: string[] = []
  const current = (id: string, attempt: number): Held | null => {
    const held = plans.get(id)
    return held?.attempt === attempt && held.plan.state === 'computing' ? held : null
  }
  const update = (id: string, attempt: number, more: Partial<PlanRecord>): boolean => {
    const held = current(id, attempt)
    if (held === null) return false
    held.plan = { ...held.plan, ...more }
    return true
  }

  /** Removals applied so far; the account has 1,000 users. */
  let removed = 0
  function apply(request: ApplyRequest): ApplyResult {
    const { planId, idempotency, jobId, actor, at } = request
    const key = JSON.stringify([actor.memberId, idempotency?.key])
    const earlier = idempotency === null ? undefined : requests.get(key)
    if (earlier !== undefined) {
      return earlier.digest === idempotency?.digest
        ? { kind: 'repeated', jobId: earlier.jobId }
        : { kind: 'key_reused' }
    }
    const held = plans.get(planId)
    if (held !== undefined && held.plan.jobId !== null) return { kind: 'already_applied', jobId: held.plan.jobId }
    if (held?.plan.state !== 'ready' || held.plan.hash !== request.hash || held.plan.replacedBy !== null)
      return { kind: 'not_applicable' }
    const { delayMs } = request.judge({
      facts: { users: 1000, removedToday: removed, erasedToday: 0 },
      stopped: false,
      policy: noApprovals,
      approval: null,
      scope: null,
      permissions: permissionsOf('owner'),
      isProved: false,
    })
    removed += volumeOf(held.plan.summary).removals
    if (idempotency !== null) requests.set(key, { digest: idempotency.digest, jobId })
    held.plan = { ...held.plan, state: 'applied', jobId }
    const { title, parentJobId, summary, source } = held.plan
    jobs.push({ id: jobId, planId, title, source: source.kind, parentJobId, summary, createdBy: actor, createdAt: at })
    return { kind: 'applied', jobId, delayMs }
  }

  return {
    jobs,
    audit,
    create: async (plan) => {
      plans.set(plan.id, { plan, attempt: 0, items: [] })
    },
    get: async (id) => plans.get(id)?.plan ?? null,
    list: async ({ before, only, q, liveFrom, limit }) =>
      [...plans.values()]
        .map(({ plan }) => ({ ...plan, approval: null }))
        .filter(
          (plan) =>
            (before === null || plan.id < before) &&
            isShown(plan, only, liveFrom) &&
            (q === undefined || isFound(q, titledOf(plan))),
        )
        .toSorted((a, b) => (a.id < b.id ? 1 : -1))
        .slice(0, limit),
    beginAttempt: async (id) => {
      const held = plans.get(id)
      if (held?.plan.state !== 'computing') return null
      held.attempt += 1
      held.items = []
      held.plan = { ...held.plan, progress: 0 }
      return held.attempt
    },
    append: async (id, attempt, items) => {
      const held = current(id, attempt)
      if (held === null) return null
      held.items.push(...items)
      update(id, attempt, { progress: held.items.length })
      return [hash('sha256', JSON.stringify(items), 'hex')]
    },
    finish: async (id, attempt, { sentence, ...frozen }) => {
      const done = update(id, attempt, { state: 'ready', ...frozen })
      if (done) audit.push(englishText(sentence))
      const plan = plans.get(id)?.plan
      const draft = done && plan?.source.kind === 'edit' ? plans.get(plan.source.planId) : undefined
      const isOwn = draft?.plan.createdBy.memberId === plan?.createdBy.memberId
      if (draft !== undefined && isOwn && draft.plan.jobId === null && draft.plan.replacedBy === null) {
        draft.plan = { ...draft.plan, replacedBy: id }
        const held = plans.get(id)
        if (held !== undefined) held.plan = { ...held.plan, name: held.plan.name ?? draft.plan.name }
      }
      return done
    },
    rename: async (id, name, { sentence }) => {
      const held = plans.get(id)
      if (held === undefined || held.plan.name === name) return false
      held.plan = { ...held.plan, name }
      audit.push(englishText(sentence))
      return true
    },
    fail: async (id, attempt, problem) => update(id, attempt, { state: 'failed', problem }),
    items: async (id, { disposition, effect, cause, q, afterSeq, limit }) => {
      const text = q?.trim().toLowerCase() ?? ''
      const matching = (plans.get(id)?.items ?? []).filter(({ item }) => {
        const words = [item.user?.email, item.user?.firstName, item.user?.lastName, item.user?.orgUserId]
        return (
          item.seq > afterSeq &&
          (disposition === undefined || item.disposition === disposition) &&
          (effect === undefined || effectKeys(item).includes(effect)) &&
          (cause === undefined || [...item.blockers, ...item.warnings].some((note) => note.code === cause)) &&
          [...words, item.identifier.value].join(' ').toLowerCase().includes(text)
        )
      })
      return matching.map(({ item }) => item).slice(0, limit)
    },
    apply: async (request) => apply(request),
    repeated: async (actorId, key) => requests.get(JSON.stringify([actorId, key])) ?? null,
    computing: async () =>
      [...plans.values()].filter(({ plan }) => plan.state === 'computing').map(({ plan }) => plan.id),
  }
}
