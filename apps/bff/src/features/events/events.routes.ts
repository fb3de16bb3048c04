import { streamEvents } from '@muster/contracts/events'
import { message } from '@muster/wording/message'
import { actorOf, type BoundRoute, bind } from '../../http/route-handler.ts'
import { type IsOwn, ownOf } from '../../http/session/actor.ts'
import { ProblemError } from '../../problem-error.ts'
import type { EventHub } from './create-events.ts'
import { defaultStreamSettings, openStream, type StreamSettings } from './open-stream.ts'
import type { StreamSessions } from './ports.ts'

/** Concurrent streams of a member: one a tab. */
const mostStreams = 5

export function eventsRoutes(deps: {
  hub: EventHub
  sessions: StreamSessions
  isOwn: IsOwn
  settings?: StreamSettings
}): BoundRoute[] {
  const { hub, sessions, isOwn, settings = defaultStreamSettings } = deps
  const open = new Map<string, number>()
  return [
    bind(streamEvents, async (_input, context) => {
      const actor = actorOf(context)
      const { memberId } = actor
      const grant = { permissions: actor.permissions, own: ownOf(actor) }
      const { response, sessionId, signal } = context
      if (sessionId === null) throw new Error('a stream was requested without a session')
      const count = open.get(memberId) ?? 0
      if (count >= mostStreams) {
        throw new ProblemError('too_many_requests', message('problem.too_many_tabs', { count: mostStreams }), {
          retryAfterSeconds: 30,
        })
      }
      open.set(memberId, count + 1)
      void openStream({ hub, sessions, isOwn, settings }, { response, sessionId, grant, signal }).finally(() => {
        const left = (open.get(memberId) ?? 1) - 1
        if (left > 0) open.set(memberId, left)
        else open.delete(memberId)
      })
      return { taken: true }
    }),
  ]
}
