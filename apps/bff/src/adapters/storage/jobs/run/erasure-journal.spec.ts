import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { AcceptedErasure } from '../../../../engine/ports.ts'
import { openErasureJournal } from './erasure-journal.ts'

const root = mkdtempSync(join(tmpdir(), 'muster-journal-'))
const file = () => join(root, 'data', 'accepted-erasures.jsonl')
afterEach(() => rmSync(join(root, 'data'), { recursive: true, force: true }))

const day = 24 * 3_600_000
const now = 1000 * day
const response = (n: number, at = now): AcceptedErasure => ({
  callId: `call-${n}`,
  jobId: 'job',
  seqs: [n, n + 1],
  requestId: `eud-${n}`,
  at,
})
const open = (at = now) => {
  const errors: unknown[] = []
  return { errors, journal: openErasureJournal(join(root, 'data'), at, (error) => errors.push(error)) }
}

test('noted responses survive a restart, including those the store knew by then', () => {
  const first = open().journal
  first.note(response(1))
  first.note(response(2))
  first.recorded(['call-1'])
  expect(first.accepted()).toEqual([response(2)])
  expect(open().journal.accepted()).toEqual([response(1), response(2)])
})

test('a line that a crash left incomplete costs that line alone, and none that follow', () => {
  open().journal.note(response(1))
  appendFileSync(file(), '{"callId":"call-2","jobId":"jo')
  const { journal } = open()
  journal.note(response(3))
  expect(open().journal.accepted()).toEqual([response(1), response(3)])
})

test('a line of which a full disk took only a part costs that line alone', () => {
  const { journal } = open()
  journal.note(response(1))
  appendFileSync(file(), '{"callId":"call-2","jobId":"jo')
  journal.note(response(3))
  expect(open().journal.accepted()).toEqual([response(1), response(3)])
})

test('lines expire after 90 days', () => {
  const { journal } = open()
  journal.note(response(1, now - 91 * day))
  journal.note(response(2))
  expect(open().journal.accepted()).toEqual([response(2)])
  expect(readFileSync(file(), 'utf8').split('\n')).toHaveLength(2)
})

test('an unwritable file is reported, and its responses are remembered until the process ends', () => {
  // A file in place of the folder.
  writeFileSync(join(root, 'data'), '')
  const { journal, errors } = open()
  journal.note(response(1))
  expect(errors).toHaveLength(1)
  expect(journal.accepted()).toEqual([response(1)])
})
