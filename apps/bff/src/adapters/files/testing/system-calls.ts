import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** What a program and all its threads and children asked the system for, whether it was granted or not. */
export interface SystemCalls {
  /** Every path it opened or started, as it named it. */
  readonly paths: ReadonlySet<string>
  /** Every socket it made or wrote to, e.g. `connect(21, {sa_family=AF_INET, …`. */
  readonly sockets: readonly string[]
}

const opening = ['open', 'openat', 'openat2', 'creat', 'execve', 'execveat']
const sending = ['socket', 'connect', 'bind', 'sendto', 'sendmsg', 'sendmmsg']

// "1234 openat(AT_FDCWD, "/etc/hosts", O_RDONLY) = 3"; of a call broken in two by another thread's, the first half names it.
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

/** Runs a Node program under strace to its end; answers what it printed and what it asked the system for. */
export async function traced(
  strace: string,
  { folder, args }: { readonly folder: string; readonly args: readonly string[] },
): Promise<{ readonly printed: string; readonly calls: SystemCalls }> {
  const trace = join(folder, `trace-${crypto.randomUUID()}`)
  // The kernel's filter lets the calls pass that nobody asked about: the program is stopped at the others only.
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
    // What goes through io_uring is no system call of its own: it would not be seen.
    env: { UV_USE_IO_URING: '0' },
    maxBuffer: 16 * 1024 * 1024,
  })
  return { printed: stdout, calls: callsOf(await readFile(trace, 'utf8')) }
}
