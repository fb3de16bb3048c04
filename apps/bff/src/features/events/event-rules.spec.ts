import { createServer } from 'node:http'
import { eventRules, eventSchema, type MusterEvent } from '@muster/contracts/events'
import { type Permission, permissions } from '@muster/core/permission'
import { expect, onTestFinished, test } from 'vitest'
import type { StreamGrant } from '../../http/session/actor.ts'
import { acceptedBody } from '../../http/testing/accepted-body.ts'
import { createEvents, type EventHub } from './create-events.ts'
import { defaultStreamSettings, openStream } from './open-stream.ts'

/** What a stream sends of one event: everything, or nothing. No kind has a part for some readers. */
type Received = 'whole' | 'nothing'

interface Rule {
  /** The only permission that decides. */
  readonly needs: Permission
  /** What a member limited to users of groups receives, who has every permission. */
  readonly limited: Received
}

/** The rule of each kind, written a second time. A kind without one does not compile. */
const rules: Readonly<Record<MusterEvent['kind'], Rule>> = {
  job: { needs: 'jobs:read', limited: 'nothing' },
  erasure: { needs: 'erasures:read', limited: 'nothing' },
  directory: { needs: 'users:read', limited: 'whole' },
  plan: { needs: 'plans:read', limited: 'whole' },
  upload: { needs: 'plans:read', limited: 'whole' },
  guards: { needs: 'connection:read', limited: 'whole' },
  connection: { needs: 'connection:read', limited: 'whole' },
  bye: { needs: 'session:own', limited: 'whole' },
}

const since = Date.parse('2026-11-01T00:00:00Z')
const own = { email: 'leo@example.com', since }

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

const job = (createdBy: string, at: number): MusterEvent => {
  const event = sampleOf('job')
  return { ...event, job: { ...event.job, createdBy, createdAt: new Date(at).toISOString() } }
}

/** A hub, and a server of streams for the readers of a test. */
async function streams(contents: { job: MusterEvent }) {
  const hub: EventHub = createEvents({
    relay: { send: () => {}, listen: async () => ({ close: async () => {} }) },
    contents: {
      job: async () => (contents.job.kind === 'job' ? contents.job.job : null),
      erasure: async () => sampleOf('erasure').erasure,
      directory: async () => sampleOf('directory').directory,
    },
  })
  const grants = new Map<string, StreamGrant>()
  const server = createServer((request, response) => {
    const grant = grants.get(request.url ?? '')
    if (grant === undefined) throw new Error('no reader has this path')
    const sessions = { grantOf: async () => grant }
    const tab = { response, sessionId: 's-1', grant, signal: new AbortController().signal }
    void openStream({ hub, sessions, settings: defaultStreamSettings }, tab)
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
async function receivedOf(event: MusterEvent, grant: StreamGrant): Promise<Received> {
  const { hub, open } = await streams({ job: event })
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
  expect(Object.keys(eventRules).toSorted()).toEqual(Object.keys(rules).toSorted())
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
      limited: await receivedOf(event, { permissions, own }),
      limitedWithout: await receivedOf(event, { permissions: others, own }),
    }).toEqual({ only: 'whole', others: 'nothing', none: 'nothing', limited: rule.limited, limitedWithout: 'nothing' })
  },
)

test('a limited member receives events of their own jobs, made since the limit was set', async () => {
  const grant = { permissions, own }
  expect(await receivedOf(job(own.email, since), grant)).toBe('whole')
  expect(await receivedOf(job(own.email, since - 1), grant)).toBe('nothing')
  expect(await receivedOf(job('other@example.com', since), grant)).toBe('nothing')
})
