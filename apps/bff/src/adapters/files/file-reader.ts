import type { Fact } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import type { FileReader, Inspection } from '../../features/uploads/file-ports.ts'
import { ProblemError } from '../../problem-error.ts'
import { createFileProcesses, type ReadingLimits } from './file-process.ts'
import { FileRefusal } from './file-refusal.ts'

function asProblem(error: unknown, name: Fact): unknown {
  return error instanceof FileRefusal
    ? new ProblemError('file_refused', message('problem.file_problem', { file: name, problem: error.refusal }))
    : error
}

/** Reads CSV, XLSX and JSON files from this machine's disk, each in a separate process. */
export function createFileReader(limits: ReadingLimits = {}): FileReader {
  const processes = createFileProcesses(limits)
  return {
    prepare: () => processes.prepare(),
    async inspect({ path, name }, readOptions, signal) {
      let inspection: Inspection | null = null
      try {
        for await (const part of processes.read({ kind: 'inspect', path, name, readOptions }, signal))
          if (part.kind === 'inspection') inspection = part.inspection
        if (inspection !== null) return inspection
        throw new Error('a process that inspects a file ended without a result')
      } catch (error) {
        throw asProblem(error, name)
      }
    },
    async *rows(path, detected, signal) {
      try {
        for await (const part of processes.read({ kind: 'rows', path, detected }, signal))
          if (part.kind === 'rows') yield part.rows
      } catch (error) {
        throw asProblem(error, message('file.unnamed'))
      }
    },
  }
}
