import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'

/** A PostgreSQL server for this test process. */
export interface PostgresCluster {
  /** Folder of the server's programs. */
  readonly bin: string
  /** URL of a database in it. */
  urlOf(database: string): string
  /** Creates a folder that the server may write to. */
  ownFolder(path: string): string
  /** Stops the server like `pg_ctl stop -m`, waits `awayMs` and starts it again. */
  restart(mode: 'fast' | 'immediate', awayMs: number): Promise<void>
  /** `keep`: copies the files of the stopped server there. */
  stop(keep?: string): Promise<void>
}

const missing =
  'These tests need a PostgreSQL server of version 15 or newer and found none in /usr/lib/postgresql or on the PATH. ' +
  'Install it: "apt-get install postgresql" on Debian and Ubuntu, "brew install postgresql@17" on macOS.'

/** The folder of initdb and postgres, newest version first. Throws with installation instructions. */
function findBinaries(): string {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).toSorted((a, b) => Number(b) - Number(a)) : []
  const inDebian = versions
    .map((version) => join(debian, version, 'bin'))
    .find((bin) => existsSync(join(bin, 'initdb')))
  if (inDebian !== undefined) return inDebian
  try {
    return execFileSync('pg_config', ['--bindir'], { encoding: 'utf8' }).trim()
  } catch (error) {
    throw new Error(missing, { cause: error })
  }
}

/** PostgreSQL refuses to run as root: the user `postgres` runs it then. */
function serverUser(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null
  return { uid: postgresId('-u'), gid: postgresId('-g') }
}

function postgresId(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
}

/**
 * The shell waits on this process's end of the pipe: when the process ends without stopping the server, the pipe closes,
 * the server stops and its files are removed. A line is a signal for the server, `start`, or `stop`, which keeps the
 * files; the shell prints a line once a signaled server has ended.
 */
const serverScript = `start() { "$@" >>server.log 2>&1 </dev/null & pid=$!; }
start "$0" "$@"
while read -r order; do
  case "$order" in
    start) start "$0" "$@" ;;
    stop) kill -INT $pid; wait $pid; exit ;;
    *) kill -"$order" $pid; wait $pid; echo ended ;;
  esac
done
kill -INT $pid
wait $pid
folder=$PWD; cd /; rm -rf "$folder"`

export const postgresVersion = (): string =>
  execFileSync(join(findBinaries(), 'postgres'), ['--version'], { encoding: 'utf8' })

interface ClusterOptions {
  /** The files of a stopped server to begin with. */
  readonly template?: string
  /** Where to create its folder; by default among the temporary files of the spec. */
  readonly home?: string
}

/** Starts a server on a socket in a temporary folder, without fsync. It ends with this process in any case. */
export async function startPostgres({ template, home = tmpdir() }: ClusterOptions = {}): Promise<PostgresCluster> {
  const bin = findBinaries()
  const user = serverUser()
  const folder = mkdtempSync(join(home, 'muster-pg-'))
  if (user !== null) chownSync(folder, user.uid, user.gid)
  const dataDir = join(folder, 'data')
  const as = { cwd: folder, ...user }
  const initdb = ['-D', dataDir, '-U', 'muster', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync', '-N']
  if (template === undefined) execFileSync(join(bin, 'initdb'), initdb, { ...as, stdio: 'pipe' })
  // With owner and mode, which the server checks.
  else execFileSync('cp', ['-a', template, dataDir])
  const settings = ['listen_addresses=', `unix_socket_directories=${folder}`, 'fsync=off', 'full_page_writes=off']
  const args = ['-D', dataDir, ...settings.flatMap((setting) => ['-c', setting])]
  const shell = spawn('sh', ['-c', serverScript, join(bin, 'postgres'), ...args], {
    ...as,
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  shell.unref()
  const lines = createInterface({ input: shell.stdout })
  const restart = async (mode: 'fast' | 'immediate', awayMs: number) => {
    shell.stdin.write(mode === 'fast' ? 'INT\n' : 'QUIT\n')
    await once(lines, 'line')
    await delay(awayMs)
    shell.stdin.write('start\n')
    await untilReady(urlOf('postgres'))
  }
  const urlOf = (database: string) => `postgresql://muster@/${database}?host=${encodeURIComponent(folder)}`
  await untilReady(urlOf('postgres'))
  const ownFolder = (path: string) => {
    mkdirSync(path)
    if (user !== null) chownSync(path, user.uid, user.gid)
    return path
  }
  return { bin, urlOf, ownFolder, restart, stop: (keep) => stop(shell, folder, keep) }
}

async function untilReady(url: string): Promise<void> {
  const deadline = performance.now() + 30_000
  for (;;) {
    const client = new Client({ connectionString: url })
    try {
      await client.connect()
      return await client.end()
    } catch (error) {
      if (performance.now() > deadline) throw new Error('the test PostgreSQL did not start in 30 s', { cause: error })
      await delay(30)
    }
  }
}

async function stop(shell: ChildProcess, folder: string, keep?: string): Promise<void> {
  const ended = new Promise((resolve) => shell.once('exit', resolve))
  shell.ref()
  shell.stdin?.end('stop\n')
  await ended
  if (keep !== undefined) execFileSync('cp', ['-a', join(folder, 'data'), keep])
  rmSync(folder, { recursive: true, force: true })
}
