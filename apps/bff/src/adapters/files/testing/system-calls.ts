import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** System calls of a program with all its threads and children, granted or not. */
export interface SystemCalls {
  /** Every path that it opened or executed, as given. */
  readonly paths: ReadonlySet<string>
  /** Every socket that it created or wrote to, e.g. `connect(21, {sa_family=AF_INET, …`. */
  readonly sockets: readonly string[]
}

const opening = ['open', 'openat', 'openat2', 'creat', 'execve', 'execveat']
const sending = ['socket', 'connect', 'bind', 'sendto', 'sendmsg', 'sendmmsg']

// "1234 openat(AT_FDCWD, "/etc/hosts", O_RDONLY) = 3"; if another thread interrupts a call, its first half has the name.
const callLine = /^\d+\s+(?<name>\w+)\((?<given>.*)$/
const firstPath = /^(?:[^"]*?)"(?<path>(?:[^"\\]|\\.)*)"/

function callsOf(trace: string): SystemCalls {
  const paths = new Set<string>()
  const sockets: string[] = []
  for (const line of trace.split('\n')) {
    const { name = '', given = '' } = callLine.exec(line)?.groups ?? {}
    if (opening.includes(name)) paths.add(firstPath.exec(given)?.groups?.['path'] ?? line)
    if (sending.includes(name)) sockets.push(`${name}(${given}`)
  }
  return { paths, sockets }
}

/** Runs a Node program under strace. Returns its output and its system calls. */
export async function traced(
  strace: string,
  { folder, args }: { readonly folder: string; readonly args: readonly string[] },
): Promise<{ readonly printed: string; readonly calls: SystemCalls }> {
  const trace = join(folder, `trace-${crypto.randomUUID()}`)
  // The kernel's filter passes all other calls; only the traced ones stop the program.
  const watched = [
    '-f',
    '--seccomp-bpf',
    '-qq',
    '-s',
    '4096',
    '-e',
    `trace=${[...opening, ...sending].join(',')}`,
    '-o',
    trace,
  ]
  const { stdout } = await promisify(execFile)(strace, [...watched, process.execPath, ...args], {
    cwd: folder,
    // Operations through io_uring are not system calls: the trace would miss them.
    env: { UV_USE_IO_URING: '0' },
    maxBuffer: 16 * 1024 * 1024,
  })
  return { printed: stdout, calls: callsOf(await readFile(trace, 'utf8')) }
}
