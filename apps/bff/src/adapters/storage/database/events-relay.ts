import { randomUUID } from 'node:crypto'
import * as z from 'zod/mini'
import type { EventRelay } from '../../../features/events/ports.ts'
import type { Storage } from './storage.ts'

const channel = 'muster_events'

const messageSchema = z.object({
  from: z.string(),
  ref: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('job'), id: z.string() }),
    z.object({ kind: z.literal('erasure'), id: z.string() }),
    z.object({ kind: z.literal('directory') }),
    z.object({
      kind: z.literal('whole'),
      event: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('plan'), planId: z.string(), state: z.string(), progress: z.number() }),
        z.object({ kind: z.literal('upload'), uploadId: z.string() }),
        z.object({ kind: z.literal('guards') }),
        z.object({ kind: z.literal('connection') }),
      ]),
    }),
  ]),
})

/** Broadcasts events through PostgreSQL's NOTIFY. The embedded store has one process and needs no broadcast. */
export function createEventRelay(storage: Pick<Storage, 'kind' | 'executeSql' | 'listen'>): EventRelay {
  if (storage.kind === 'pglite') {
    return { send: () => {}, listen: async () => ({ close: async () => {} }) }
  }
  const self = randomUUID()
  return {
    send: (ref) => {
      const message = JSON.stringify({ from: self, ref })
      // A lost message costs a tab one update; the next one follows.
      storage.executeSql('select pg_notify($1, $2)', [channel, message]).catch(() => {})
    },
    listen: (onRef, onGap) => {
      const onPayload = (payload: string) => {
        const message = parse(payload)
        if (message !== null && message.from !== self) onRef(message.ref)
      }
      return storage.listen(channel, onPayload, onGap)
    },
  }
}

function parse(payload: string): z.output<typeof messageSchema> | null {
  try {
    const result = messageSchema.safeParse(JSON.parse(payload))
    return result.success ? result.data : null
  } catch {
    return null
  }
}
