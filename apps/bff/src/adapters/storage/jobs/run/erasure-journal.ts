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
  const { responses, isClean } = readResponses(path, now - keptMs)
  const open = new Map(responses.map((response) => [response.callId, response]))
  const guarded = (write: () => void) => {
    try {
      write()
    } catch (error) {
      onError(error)
    }
  }
  if (!isClean) guarded(() => replaceFile(path, responses))
  return {
    note: (response) => {
      open.set(response.callId, response)
      guarded(() => {
        mkdirSync(dataDir, { recursive: true, mode: 0o700 })
        append(path, [response])
      })
    },
    accepted: () => [...open.values()],
    recorded: (callIds) => {
      for (const callId of callIds) open.delete(callId)
    },
  }
}

/** Not clean: contains expired lines, or lines that a crash left incomplete. */
function readResponses(path: string, since: number): { responses: readonly AcceptedErasure[]; isClean: boolean } {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    return { responses: [], isClean: true }
  }
  const lines = text.split('\n')
  const isWhole = lines.pop() === ''
  const responses = lines.flatMap((one) => parsed(one)).filter(({ at }) => at >= since)
  return { responses, isClean: isWhole && responses.length === lines.length }
}

function parsed(text: string): readonly AcceptedErasure[] {
  try {
    const result = line.safeParse(JSON.parse(text))
    return result.success ? [result.data] : []
  } catch {
    return []
  }
}

function append(path: string, responses: readonly AcceptedErasure[], flags = 'a+'): void {
  const file = openSync(path, flags, 0o600)
  try {
    const lines = responses.map((response) => `${JSON.stringify(response)}\n`)
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

function replaceFile(path: string, responses: readonly AcceptedErasure[]): void {
  append(`${path}.new`, responses, 'w+')
  renameSync(`${path}.new`, path)
}
