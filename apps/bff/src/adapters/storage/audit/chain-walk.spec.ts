import { describe, expect, test } from 'vitest'
import type { Anchor, ChainedEntry } from '../../../features/audit/ports.ts'
import { chainHash, commitActor, commitSubject } from './audit-chain.ts'
import { createChainWalk } from './chain-walk.ts'
import { erasureAction, erasureMessage } from './erasure-record.ts'

type Content = Pick<ChainedEntry, 'action' | 'actor' | 'sentence'> & Partial<Pick<ChainedEntry, 'message'>>

/** A chain of these entries, as anyone with the rights of the database can build it. */
function build(contents: readonly Content[]): ChainedEntry[] {
  const chain: ChainedEntry[] = []
  for (const [n, content] of contents.entries()) {
    const actor = { actor: content.actor, token: null, address: '192.0.2.1', session: 's' }
    const { sentence, message = null } = content
    const subject = { subjectUserId: `u-${n}`, subjectLabel: `Ben ${n}`, sentence, message }
    const open = {
      ...content,
      ...actor,
      ...subject,
      seq: n + 1,
      at: new Date(n).toISOString(),
      outcome: null,
      jobId: 'j-1',
      actorSalt: `a${n}`,
      actorCommitment: commitActor(`a${n}`, actor),
      subjectSalt: `s${n}`,
      subjectCommitment: commitSubject(`s${n}`, subject),
      prevHash: chain.at(-1)?.hash ?? '',
      hash: '',
    }
    chain.push({ ...open, hash: chainHash(open.prevHash, open) })
  }
  return chain
}

const contents = Array.from({ length: 120 }, (_, n) => ({
  action: 'user.changed',
  actor: 'ana@example.com',
  sentence: `Ana changed Ben ${n}`,
}))
const chain = build(contents)
const anchorAt = (seq: number): Anchor => ({ seq, hash: chain[seq - 1]?.hash ?? '', at: '2026-01-01T00:00:00.000Z' })

function check(entries: readonly ChainedEntry[], anchors: readonly Anchor[] = []) {
  const walk = createChainWalk(anchors)
  entries.every((entry) => walk.take(entry))
  return walk.result()
}

const blank = { actor: '', sentence: '', address: null, session: null, subjectUserId: null, subjectLabel: null }

/** An entry with other contents, under its own hash, as if it were older than commitments. */
const forged = (at: number, fields: Partial<ChainedEntry>): ChainedEntry => ({
  ...one(at),
  action: 'user.removed',
  actor: 'mallory@example.com',
  sentence: 'Mallory removed Ben',
  actorSalt: null,
  actorCommitment: null,
  subjectSalt: null,
  subjectCommitment: null,
  ...fields,
})

const renumbered = (entries: readonly ChainedEntry[]) => entries.map((entry, n) => ({ ...entry, seq: n + 1 }))

describe('verification', () => {
  test('accepts the chain with its anchors, and names the newest of them', () => {
    expect(check(chain, [anchorAt(120), anchorAt(50)])).toMatchObject({
      intact: true,
      entries: 120,
      fault: null,
      anchor: { seq: 120 },
    })
  })

  test.each<[string, (at: number) => readonly ChainedEntry[]]>([
    ['an edited sentence', (at) => chain.with(at, { ...one(at), sentence: 'nothing' })],
    ['an edited actor', (at) => chain.with(at, { ...one(at), actor: 'mallory@example.com' })],
    ['an edited address', (at) => chain.with(at, { ...one(at), address: null })],
    ['an edited action', (at) => chain.with(at, { ...one(at), action: 'user.removed' })],
    ['an edited job', (at) => chain.with(at, { ...one(at), jobId: null })],
    ['a removed entry', (at) => renumbered(chain.toSpliced(at, 1))],
    ['an inserted entry', (at) => renumbered(chain.toSpliced(at, 0, one(at)))],
    ['two swapped entries', (at) => renumbered(chain.toSpliced(at, 2, one(at + 1), one(at)))],
    ['an entry as if an older one without its actor', (at) => chain.with(at, forged(at, { actor: '' }))],
    ['an entry as if an older one without its sentence', (at) => chain.with(at, forged(at, { sentence: '' }))],
    ['an entry as if an older one that was erased', (at) => chain.with(at, forged(at, blank))],
    ['an edited entry with its hash recomputed', (at) => chain.with(at, rehashed({ ...one(at), action: 'x' }))],
  ])('names %s, at each of 118 places', (_what, tamper) => {
    for (let at = 0; at < 118; at += 1) {
      const { intact, firstBad } = check(tamper(at))
      expect(intact).toBe(false)
      expect(firstBad === at + 1 || firstBad === at + 2).toBe(true)
    }
  })

  test('finds a cut tail and a rebuilt chain by a signed head, which the chain alone does not show', () => {
    expect(check(chain.slice(0, 90))).toMatchObject({ intact: true })
    expect(check(chain.slice(0, 90), [anchorAt(95)])).toMatchObject({ intact: false, fault: 'cut', firstBad: 91 })
    const rebuilt = build(contents.with(10, { action: 'user.changed', actor: 'mallory', sentence: 'x' }))
    expect(check(rebuilt)).toMatchObject({ intact: true })
    expect(check(rebuilt, [anchorAt(5), anchorAt(50)])).toMatchObject({
      intact: false,
      fault: 'rebuilt',
      firstBad: 50,
      anchor: { seq: 5 },
    })
  })

  describe('of erased entries', () => {
    const count = { entries: 2, requests: 0, cases: 0, plans: 0, jobs: 0, files: 0, others: 0 }
    const recording = (...positions: readonly number[]): Content => ({
      action: erasureAction,
      actor: 'ana@example.com',
      sentence: 'A person was erased',
      message: JSON.stringify(erasureMessage(count, positions, [])),
    })
    const recorded = build([...contents, recording(8, 10)])
    const erased = { ...one(7), sentence: '', subjectUserId: null, subjectLabel: null, subjectSalt: null }
    const anonymous = { ...one(9), actor: '', address: null, session: null, actorSalt: null }

    test('accepts those that a later entry records, and counts them', () => {
      expect(check(recorded.with(7, erased))).toMatchObject({ intact: true, erased: 1 })
      expect(check(recorded.with(7, erased).with(9, anonymous))).toMatchObject({ intact: true, erased: 2 })
    })

    test('names one that no later entry records', () => {
      expect(check(chain.with(7, erased))).toMatchObject({ intact: false, fault: 'changed', firstBad: 8 })
      expect(check(chain.with(9, anonymous))).toMatchObject({ intact: false, fault: 'changed', firstBad: 10 })
      const other = { ...one(11), actor: '', address: null, session: null, actorSalt: null }
      expect(check(recorded.with(7, erased).with(11, other))).toMatchObject({ intact: false, firstBad: 12 })
      const before = build([recording(3), ...contents])
      const later = { ...(before[2] ?? one(2)), actor: '', address: null, session: null, actorSalt: null }
      expect(check(before.with(2, later))).toMatchObject({ intact: false, firstBad: 3 })
    })

    test('names one whose fields were replaced without their salt', () => {
      expect(check(recorded.with(7, { ...erased, sentence: 'x' }))).toMatchObject({ intact: false, firstBad: 8 })
      expect(check(recorded.with(9, { ...anonymous, actor: 'x' }))).toMatchObject({ intact: false, firstBad: 10 })
    })
  })
})

function one(at: number): ChainedEntry {
  const entry = chain[at]
  if (entry === undefined) throw new Error(`there is no entry ${at}`)
  return entry
}

const rehashed = (entry: ChainedEntry): ChainedEntry => ({ ...entry, hash: chainHash(entry.prevHash, entry) })
