import type { FileReader, Inspection } from '../../features/uploads/file-ports.ts'
import { ProblemError } from '../../problem-error.ts'
import { fileLimits } from './file-limits.ts'
import { createFileProcesses, type ReadingLimits } from './file-process.ts'
import { FileRefusal } from './file-refusal.ts'

function asProblem(error: unknown, name: string): unknown {
  return error instanceof FileRefusal ? new ProblemError('file_refused', `${name}: ${error.message}`) : error
}

/** Reads CSV, XLSX and JSON files from this machine's disk, each in a separate process. */
export function createFileReader(limits: ReadingLimits = {}): FileReader {
  const processes = createFileProcesses(limits)
  return {
    async inspect({ path, name }, readOptions, signal) {
      let inspection: Inspection | null = null
      try {
        for await (const message of processes.read({ kind: 'inspect', path, name, readOptions }, signal))
          if (message.kind === 'inspection') inspection = message.inspection
        if (inspection !== null) return inspection
        throw new Error('a process that inspects a file ended without a result')
      } catch (error) {
        throw asProblem(error, name)
      }
    },
    async *rows(path, detected, signal) {
      try {
        for await (const message of processes.read({ kind: 'rows', path, detected }, signal))
          if (message.kind === 'rows') yield message.rows
      } catch (error) {
        throw asProblem(error, 'The file')
      }
    },
  }
}

/** The maximum size of a file, for its receivers. */
export const largestFile = fileLimits.bytes
