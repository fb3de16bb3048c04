import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  writeSync,
} from 'node:fs'
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

function append(path: string, answers: readonly AcceptedErasure[], flags = 'a+'): void {
  const file = openSync(path, flags, 0o600)
  try {
    const lines = answers.map((answer) => `${JSON.stringify(answer)}\n`)
    const bytes = Buffer.from([...(endsInLine(file) ? ['\n'] : []), ...lines].join(''))
    // A full disk may take a part without an error.
    if (writeSync(file, bytes) < bytes.length) throw new Error('the disk took only a part of the line')
    fdatasyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Whether an earlier write left an incomplete line: the next one would be lost with it. */
function endsInLine(file: number): boolean {
  const { size } = fstatSync(file)
  const last = Buffer.alloc(1)
  return size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last.toString() !== '\n'
}

function replaceFile(path: string, answers: readonly AcceptedErasure[]): void {
  append(`${path}.new`, answers, 'w+')
  renameSync(`${path}.new`, path)
}
