import { randomUUID } from 'node:crypto'
import type { Ledger } from '../ledger.ts'
import { type EraseSubject, subjectText } from './customers.ts'

type Entry = { readonly user: string; readonly doneAt: number; readonly failure: string | null; isRecorded: boolean }
type Request = {
  readonly id: string
  readonly call: number
  readonly createdAt: number
  readonly allBots: boolean
  readonly entries: readonly Entry[]
}

type ErasureStatus = {
  readonly createdAt: number
  readonly updatedAt: number
  readonly allBots: boolean
  readonly entries: readonly {
    readonly user: string
    readonly state: 'running' | 'erased' | 'failed'
    readonly failure: string | null
  }[]
}

type Requested = { readonly subject: EraseSubject; readonly failure: string | null }

/** Erasure requests: accepted at once, completed one user after another over `delayMs`. */
export type Erasures = {
  readonly accept: (request: {
    readonly call: number
    readonly now: number
    readonly allBots: boolean
    readonly subjects: readonly Requested[]
  }) => string
  readonly status: (id: string, now: number) => ErasureStatus | undefined
  /** Writes the erasures completed by `now` into the ledger. */
  readonly recordEnded: (now: number) => void
  readonly reset: () => void
}

function entriesOf(subjects: readonly Requested[], now: number, delayMs: number): readonly Entry[] {
  return subjects.map(({ subject, failure }, place) => ({
    user: subjectText(subject),
    doneAt: now + (delayMs * (place + 1)) / subjects.length,
    failure,
    isRecorded: false,
  }))
}

function statusOf(request: Request): ErasureStatus {
  const done = request.entries.filter((entry) => entry.isRecorded).map((entry) => entry.doneAt)
  return {
    createdAt: request.createdAt,
    updatedAt: Math.max(request.createdAt, ...done),
    allBots: request.allBots,
    entries: request.entries.map((entry) => ({
      user: entry.user,
      state: entry.isRecorded ? (entry.failure === null ? 'erased' : 'failed') : 'running',
      failure: entry.failure,
    })),
  }
}

export function createErasures(ledger: Ledger, delayMs: number): Erasures {
  const requests = new Map<string, Request>()
  const open = new Set<Request>()
  const recordOne = (request: Request, now: number): void => {
    for (const entry of request.entries) {
      if (entry.isRecorded || entry.doneAt > now) continue
      entry.isRecorded = true
      if (entry.failure !== null) continue
      const time = new Date(entry.doneAt).toISOString()
      ledger.add({ time, call: request.call, kind: 'erased', user: entry.user, changed: true, requestId: request.id })
    }
    if (request.entries.every((entry) => entry.isRecorded)) open.delete(request)
  }
  const recordEnded = (now: number): void => {
    for (const request of open) recordOne(request, now)
  }
  return {
    accept: ({ call, now, allBots, subjects }) => {
      const id = `eud-${randomUUID()}`
      const entries = entriesOf(subjects, now, delayMs)
      const request = { id, call, createdAt: now, allBots, entries }
      requests.set(id, request)
      open.add(request)
      recordEnded(now)
      return id
    },
    status: (id, now) => {
      recordEnded(now)
      const request = requests.get(id)
      return request === undefined ? undefined : statusOf(request)
    },
    recordEnded,
    reset: () => {
      requests.clear()
      open.clear()
    },
  }
}
