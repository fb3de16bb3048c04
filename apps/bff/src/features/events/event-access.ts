import { getConnection } from '@muster/contracts/connection'
import { getErasure } from '@muster/contracts/erasures'
import { type MusterEvent, streamEvents } from '@muster/contracts/events'
import { getGuards } from '@muster/contracts/guards'
import { getJob } from '@muster/contracts/jobs'
import { getPlan } from '@muster/contracts/plans'
import type { Route } from '@muster/contracts/route'
import { getUpload } from '@muster/contracts/uploads'
import { getDirectory } from '@muster/contracts/users'
import { may, type Permission } from '@muster/core/permission'
import type { IsOwn, StreamGrant } from '../../http/session/actor.ts'
import { reachesRecord, refusesLimited } from '../../http/session/limit.ts'

/** The route that opens what an event is about, by its one permission. Only who may call it for this record receives the event. */
const opensBy = {
  job: getJob,
  erasure: getErasure,
  directory: getDirectory,
  plan: getPlan,
  upload: getUpload,
  guards: getGuards,
  connection: getConnection,
  bye: streamEvents,
} as const satisfies Readonly<Record<MusterEvent['kind'], Route & { readonly permission: Permission }>>

function recordOf(event: MusterEvent): string | null {
  if (event.kind === 'job') return event.job.id
  if (event.kind === 'erasure') return event.erasure.id
  if (event.kind === 'plan') return event.planId
  return event.kind === 'upload' ? event.uploadId : null
}

/** Whether the member of a stream may open what an event is about. */
export async function mayReceive({ own, ...grant }: StreamGrant, event: MusterEvent, isOwn: IsOwn): Promise<boolean> {
  const route: Route & { readonly permission: Permission } = opensBy[event.kind]
  if (!may(grant, route.permission)) return false
  if (own === null) return true
  return !refusesLimited(route) && (await reachesRecord(route, { id: recordOf(event), own, isOwn }))
}

/** Owners that one stream remembers. */
const mostRemembered = 500

/** Remembers whose a record is, which never changes: a job under way has many events, each for every open stream. */
export function rememberOwners(isOwn: IsOwn): IsOwn {
  const known = new Map<string, Promise<boolean>>()
  return (kind, id, own) => {
    const key = JSON.stringify([kind, id, own.memberId, own.since])
    const remembered = known.get(key)
    if (remembered !== undefined) return remembered
    const found = isOwn(kind, id, own)
    if (known.size >= mostRemembered) known.clear()
    known.set(key, found)
    found.catch(() => known.delete(key))
    return found
  }
}
