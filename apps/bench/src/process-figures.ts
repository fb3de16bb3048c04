import { readFileSync } from 'node:fs'

/** Linux reports processor time in hundredths of a second, whatever its own clock. */
const ticksPerSecond = 100

/** Of a process, and with its child processes: the sandbox is one. */
export interface Shares {
  readonly own: number
  readonly all: number
}

function sharesOf(pid: number, of: (id: number) => number): Shares {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean)
  return { own: of(pid), all: [pid, ...children.map(Number)].reduce((sum, id) => sum + of(id), 0) }
}

/** Milliseconds of processor time so far. */
export function cpuMs(pid: number): Shares {
  return sharesOf(pid, (id) => {
    const fields = readFileSync(`/proc/${id}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return ((Number(fields[11]) + Number(fields[12])) / ticksPerSecond) * 1000
  })
}

/** Resident memory in MB. */
export function memoryMb(pid: number): Shares {
  const resident = (id: number) => /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1]
  return sharesOf(pid, (id) => Number(resident(id)) / 1024)
}
