import { getNotices, type Notices, retryNotice, testNotices } from '@muster/contracts/notices'
import type { Notice } from '@muster/core/notice/notice'
import type { Message } from '@muster/core/text/message'
import { englishText } from '@muster/wording/english'
import { message } from '@muster/wording/message'
import type { AuditLog } from '../../audit-log.ts'
import type { Clock } from '../../clock.ts'
import { actorOf, type BoundRoute, bind } from '../../http/route-handler.ts'
import { ProblemError } from '../../problem-error.ts'
import { attempt } from './deliver-notices.ts'
import type { AuditReceiver, CursorStore, DeliveryStore, EntryReader, NoticeDestination } from './ports.ts'
import { streamCursor } from './stream-audit.ts'

export interface NoticesDeps {
  readonly destinations: readonly NoticeDestination[]
  readonly receiver: AuditReceiver | null
  readonly entries: EntryReader
  readonly cursors: CursorStore
  readonly deliveries: DeliveryStore
  readonly audit: AuditLog
  readonly clock: Clock
  readonly newId: () => string
  /** Wakes the delivery in this process. */
  readonly wake: () => void
  readonly onFailure: (error: unknown) => void
}

export function noticesRoutes(deps: NoticesDeps): BoundRoute[] {
  return [
    bind(getNotices, async () => ({ status: 200, json: await noticesState(deps) })),
    bind(testNotices, async ({ body }, context) => {
      const error = await sendTest(deps, { destination: body.destination, actor: actorOf(context).email })
      return { status: 200, json: { delivered: error === null, ...shownError(error) } }
    }),
    bind(retryNotice, async ({ params }, context) => {
      const by = { actor: actorOf(context).email, at: deps.clock.now() }
      if ((await deps.deliveries.retry(params.id, by)) === null)
        throw new ProblemError('not_found', message('problem.no_resource'))
      deps.wake()
      return { status: 200, json: {} }
    }),
  ]
}

const shownTime = (at: number | null) => (at === null ? null : new Date(at).toISOString())
const shownError = (error: Message | null) => ({
  error: error === null ? null : englishText(error),
  errorMessage: error,
})

async function noticesState({ destinations, deliveries, ...deps }: NoticesDeps): Promise<Notices> {
  const [state, givenUp, auditStream] = await Promise.all([
    deliveries.state(),
    deliveries.givenUp(50),
    streamState(deps),
  ])
  return {
    destinations: destinations.map(({ id, kind, place }) => {
      const { waiting, succeededAt, failedAt, error } = state.get(id) ?? nothingYet
      return {
        id,
        kind,
        place,
        waiting,
        lastDeliveredAt: shownTime(succeededAt),
        lastFailedAt: shownTime(failedAt),
        ...shownError(error),
      }
    }),
    undelivered: givenUp.map(({ id, destination, kind, madeAt, attempts, error }) => ({
      id,
      destination,
      kind,
      at: new Date(madeAt).toISOString(),
      attempts,
      ...shownError(error),
    })),
    auditStream,
  }
}

const nothingYet = { waiting: 0, succeededAt: null, failedAt: null, error: null } as const

async function streamState({
  receiver,
  cursors,
  entries,
}: Pick<NoticesDeps, 'receiver' | 'cursors' | 'entries'>): Promise<Notices['auditStream']> {
  if (receiver === null) return null
  const [cursor, end] = await Promise.all([cursors.read(streamCursor), entries.end()])
  const { seq, succeededAt, failedAt, error } = cursor ?? { ...nothingYet, seq: 0 }
  return {
    protocol: receiver.protocol,
    place: receiver.place,
    sent: seq,
    entries: end,
    lastSentAt: shownTime(succeededAt),
    lastFailedAt: shownTime(failedAt),
    ...shownError(error),
  }
}

const test: Notice = { kind: 'test', path: '/settings', jobId: null, failed: null, detail: null }

/** Sends a test at once, from this process. Returns why it failed, or null. */
async function sendTest(
  { destinations, deliveries, audit, clock, newId, onFailure }: NoticesDeps,
  given: { destination: string; actor: string },
): Promise<Message | null> {
  const destination = destinations.find(({ id }) => id === given.destination)
  if (destination === undefined) throw new ProblemError('not_found', message('problem.no_destination'))
  const delivery = { id: `test-${newId()}`, destination: destination.id, notice: test, at: clock.now() }
  const signal = new AbortController().signal
  const sent = { ...delivery, madeAt: delivery.at, attempts: 0 }
  const result = await attempt(destination, sent, { clock, signal, onFailure })
  const error = result.kind === 'failed' ? result.error : null
  await deliveries.recordTest(
    delivery,
    error === null ? { kind: 'delivered' } : { kind: 'failed', error, nextAt: null },
  )
  const facts = { actor: given.actor, destination: `${destination.kind} (${destination.place})` }
  const sentence =
    error === null
      ? message('audit.notice_tested', facts)
      : message('audit.notice_test_failed', { ...facts, reason: error })
  await audit.append({ action: 'notice.tested', actor: given.actor, sentence })
  return error
}
