import { createServer } from 'node:http'
import { eventSchema, type MusterEvent } from '@muster/contracts/events'
import { type Permission, permissions } from '@muster/core/permission'
import { englishText } from '@muster/wording/english'
import { message } from '@muster/wording/message'
import { expect, onTestFinished, test } from 'vitest'
import type { IsOwn, StreamGrant } from '../../http/session/actor.ts'
import { acceptedBody } from '../../http/testing/accepted-body.ts'
import { createEvents, type EventHub } from './create-events.ts'
import { rememberOwners } from './event-access.ts'
import { defaultStreamSettings, openStream } from './open-stream.ts'

/** What a stream sends of one event: everything, or nothing. */
type Received = 'whole' | 'nothing'

interface Rule {
  /** The only permission that decides. */
  readonly needs: Permission
  /** What a member limited to users of groups receives, who has every permission; `own`: only of their own records. */
  readonly limited: Received | 'own'
}

/** The rule of each kind, written a second time. A kind without one does not compile. */
const rules: Readonly<Record<MusterEvent['kind'], Rule>> = {
  job: { needs: 'jobs:read', limited: 'own' },
  erasure: { needs: 'erasures:read', limited: 'nothing' },
  directory: { needs: 'users:read', limited: 'whole' },
  plan: { needs: 'plans:read', limited: 'own' },
  upload: { needs: 'plans:read', limited: 'own' },
  guards: { needs: 'connection:read', limited: 'whole' },
  connection: { needs: 'connection:read', limited: 'whole' },
  bye: { needs: 'session:own', limited: 'whole' },
}

const since = Date.parse('2026-11-01T00:00:00Z')
const own = { memberId: 'm-leo', since }

/** An event of every kind of the schema, with values that the schema accepts. */
const samples = new Map(
  eventSchema.def.options.map((option): [string, MusterEvent] => {
    const event = eventSchema.parse(acceptedBody(option))
    return [event.kind, event]
  }),
)

function sampleOf<K extends MusterEvent['kind']>(kind: K): Extract<MusterEvent, { kind: K }> {
  const found = samples.get(kind)
  const isKind = (event: MusterEvent | undefined): event is Extract<MusterEvent, { kind: K }> => event?.kind === kind
  if (!isKind(found)) throw new Error(`no event of the kind ${kind}`)
  return found
}

/** A hub, and a server of streams for the readers of a test. */
async function streams(isOwn: IsOwn, directory = sampleOf('directory').directory) {
  const hub: EventHub = createEvents({
    relay: { send: () => {}, listen: async () => ({ close: async () => {} }) },
    contents: {
      job: async () => sampleOf('job').job,
      erasure: async () => sampleOf('erasure').erasure,
      directory: async () => directory,
    },
  })
  const grants = new Map<string, StreamGrant>()
  const server = createServer((request, response) => {
    const grant = grants.get(request.url ?? '')
    if (grant === undefined) throw new Error('no reader has this path')
    const sessions = { grantOf: async () => grant }
    const tab = { response, sessionId: 's-1', grant, signal: new AbortController().signal }
    void openStream({ hub, sessions, isOwn, settings: defaultStreamSettings }, tab)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  onTestFinished(() => server.closeAllConnections())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server does not listen')
  await hub.start()
  const open = async (grant: StreamGrant) => {
    const path = `/${grants.size}`
    grants.set(path, grant)
    return await fetch(`http://127.0.0.1:${address.port}${path}`)
  }
  return { hub, open }
}

/** What a reader receives of this event. */
async function receivedOf(event: MusterEvent, grant: StreamGrant, isOwn: IsOwn = async () => false): Promise<Received> {
  const { hub, open } = await streams(isOwn)
  const response = await open(grant)
  hub.publish(event)
  // The content of a job, an erasure and the directory is read first.
  await new Promise<void>((resolve) => void setImmediate(resolve))
  await hub.stop()
  const text = await response.text()
  // The end of the stream is a `bye` as well.
  const sent = text.split('\n\n').filter((part) => part.startsWith(`event: ${event.kind}\n`))
  const frame = `event: ${event.kind}\ndata: ${JSON.stringify(event)}`
  if (sent.length === 0) return 'nothing'
  expect(sent[0]).toBe(frame)
  return 'whole'
}

test('every kind of event has a rule', () => {
  expect([...samples.keys()].toSorted()).toEqual(Object.keys(rules).toSorted())
})

test.each(Object.entries(rules))(
  'an event of the kind %s reaches only those with its permission and within its limit',
  async (kind, rule) => {
    const event = samples.get(kind)
    if (event === undefined) throw new Error(`no event of the kind ${kind}`)
    const others = permissions.filter((one) => one !== rule.needs)
    expect({
      only: await receivedOf(event, { permissions: [rule.needs], own: null }),
      others: await receivedOf(event, { permissions: others, own: null }),
      none: await receivedOf(event, { permissions: [], own: null }),
      limitedOwner: await receivedOf(event, { permissions, own }, async () => true),
      limited: await receivedOf(event, { permissions, own }),
      limitedWithout: await receivedOf(event, { permissions: others, own }, async () => true),
    }).toEqual({
      only: 'whole',
      others: 'nothing',
      none: 'nothing',
      limitedOwner: rule.limited === 'nothing' ? 'nothing' : 'whole',
      limited: rule.limited === 'whole' ? 'whole' : 'nothing',
      limitedWithout: 'nothing',
    })
  },
)

test.each(['job', 'plan', 'upload'] as const)(
  'whose a %s is, is looked up once for all of its events, by its ID and the limit',
  async (kind) => {
    const lookups: unknown[] = []
    const { hub, open } = await streams(async (...of) => lookups.push(of) > 0)
    const response = await open({ permissions, own })
    const event = sampleOf(kind)
    hub.publish(event)
    hub.publish(event)
    await new Promise<void>((resolve) => void setImmediate(resolve))
    await hub.stop()
    expect((await response.text()).split(`event: ${kind}\n`).length).toBeGreaterThan(1)
    const id = event.kind === 'job' ? event.job.id : event.kind === 'plan' ? event.planId : event.uploadId
    expect(lookups).toEqual([[`${kind}s`, id, own]])
  },
)

test('a stream ends if the owner of a record cannot be looked up: the tab loads what it missed', async () => {
  let fails = true
  const { hub, open } = await streams(async () => (fails ? Promise.reject(new Error('the store is away')) : true))
  const response = await open({ permissions, own })
  hub.publish(sampleOf('plan'))
  hub.publish(sampleOf('guards'))
  expect(await response.text()).toBe('retry: 2000\n\n')
  fails = false
  const again = await open({ permissions, own })
  hub.publish(sampleOf('plan'))
  await hub.stop()
  expect(await again.text()).toContain('event: plan')
})

test('events for a limited member quote no response of Kore.ai', async () => {
  const reasonMessage = message('directory.retries', {
    reason: message('directory.unread_why', {
      list: message('list.users'),
      diagnosis: message('kore.words', { words: 'ana.souza@acme.example is locked' }),
    }),
  })
  const directory = { ...sampleOf('directory').directory, reason: englishText(reasonMessage), reasonMessage }
  const { hub, open } = await streams(async () => true, directory)
  const [limited, all] = [await open({ permissions, own }), await open({ permissions, own: null })]
  hub.publish({ kind: 'directory', directory })
  await new Promise<void>((resolve) => void setImmediate(resolve))
  await hub.stop()
  expect(await all.text()).toContain('ana.souza@acme.example')
  const text = await limited.text()
  expect(text).toContain('Muster cannot read users: Only members whose role is not limited see the reason.')
  expect(text).not.toContain('ana.souza')
})

test('the owner of a record is looked up once for a stream, and again after a failure', async () => {
  const lookups: (string | null)[] = []
  const isOwn = rememberOwners(async (_kind, id) => {
    lookups.push(id)
    if (lookups.length === 1) throw new Error('the store is gone')
    return id === 'j-1'
  })
  await expect(isOwn('jobs', 'j-1', own)).rejects.toThrow('gone')
  expect([await isOwn('jobs', 'j-1', own), await isOwn('jobs', 'j-1', own)]).toEqual([true, true])
  expect([await isOwn('jobs', 'j-2', own), await isOwn('plans', 'j-1', own)]).toEqual([false, true])
  expect([await isOwn('jobs', 'j-1', { ...own, memberId: 'm-ben' }), lookups.length]).toEqual([true, 5])
})

test('a stream remembers the owners of 500 records, and then begins again', async () => {
  const lookups: (string | null)[] = []
  const isOwn = rememberOwners(async (_kind, id) => {
    lookups.push(id)
    return true
  })
  const records = Array.from({ length: 500 }, (_, n) => `j-${n}`)
  for (const id of [...records, ...records]) await isOwn('jobs', id, own)
  expect(lookups).toEqual(records)
  for (const id of ['j-500', 'j-500', 'j-0']) await isOwn('jobs', id, own)
  expect(lookups.slice(500)).toEqual(['j-500', 'j-0'])
})
