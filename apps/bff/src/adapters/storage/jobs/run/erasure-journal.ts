import { closeSync, fdatasyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod/mini'
import type { AcceptedErasure, ErasureJournal } from '../../../../engine/ports.ts'

const fileName = 'accepted-erasures.jsonl'
/** Longer than any delay before restoring a backup. */
const keptMs = 90 * 24 * 3_600_000

const line = z.object({
  callId: z.string(),
  jobId: z.string(),
  seqs: z.array(z.int()),
  requestId: z.string(),
  at: z.number(),
})

/**
 * The journal as a file in the data folder: one line for each erasure that Kore.ai accepted, appended and synced before
 * the store records it. Neither a store that fails at that moment nor a restored one loses it. An unwritable file goes
 * to `onError`; until the process ends, the journal remembers without it.
 */
export function openErasureJournal(dataDir: string, now: number, onError: (error: unknown) => void): ErasureJournal {
  const path = join(dataDir, fileName)
  const { answers, isClean } = readResponses(path, now - keptMs)
  const open = new Map(answers.map((answer) => [answer.callId, answer]))
  const guarded = (write: () => void) => {
    try {
      write()
    } catch (error) {
      onError(error)
    }
  }
  if (!isClean) guarded(() => replaceFile(path, answers))
  return {
    note: (answer) => {
      open.set(answer.callId, answer)
      guarded(() => {
        mkdirSync(dataDir, { recursive: true, mode: 0o700 })
        append(path, [answer])
      })
    },
    accepted: () => [...open.values()],
    recorded: (callIds) => {
      for (const callId of callIds) open.delete(callId)
    },
  }
}

/** Not clean: contains expired lines, or lines that a crash left incomplete. */
function readResponses(path: string, since: number): { answers: readonly AcceptedErasure[]; isClean: boolean } {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    return { answers: [], isClean: true }
  }
  const lines = text.split('\n')
  const isWhole = lines.pop() === ''
  const answers = lines.flatMap((one) => parsed(one)).filter(({ at }) => at >= since)
  return { answers, isClean: isWhole && answers.length === lines.length }
}

function parsed(text: string): readonly AcceptedErasure[] {
  try {
    const result = line.safeParse(JSON.parse(text))
    return result.success ? [result.data] : []
  } catch {
    return []
  }
}

function append(path: string, answers: readonly AcceptedErasure[], flags = 'a'): void {
  const file = openSync(path, flags, 0o600)
  try {
    writeSync(file, answers.map((answer) => `${JSON.stringify(answer)}\n`).join(''))
    fdatasyncSync(file)
  } finally {
    closeSync(file)
  }
}

function replaceFile(path: string, answers: readonly AcceptedErasure[]): void {
  append(`${path}.new`, answers, 'w')
  renameSync(`${path}.new`, path)
}
