import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** Output and exit code of a command. */
interface Done {
  readonly code: number
  readonly out: string
}

/** A container engine of one test: its state is in one folder and ends with `stop`. */
export interface Engine {
  /** Runs `docker …`; throws with its output unless it exits with 0. */
  docker(args: readonly string[], env?: Readonly<Record<string, string>>): string
  /** Runs a program in the engine's network, where published ports are. */
  inNetwork(command: readonly string[]): Done
  stop(): Promise<void>
}

const debian = ['docker.io', 'iproute2', 'iptables', 'debootstrap']
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg'

function run(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Done {
  const { status, stdout, stderr } = spawnSync(command, [...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 1 << 26,
  })
  return { code: status ?? 1, out: `${stdout}${stderr}` }
}

function must(command: string, args: readonly string[], env?: Readonly<Record<string, string>>): string {
  const { code, out } = run(command, args, env)
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${out.slice(-4000)}`)
  return out
}

/** Why no engine is available; undefined if one is. */
export function whyNoEngine(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'starting an engine needs root on Linux'
  if (!existsSync(keyring)) return 'the engine is installed from Debian, and this is another system'
  const present = ['/usr/sbin/dockerd', '/usr/sbin/debootstrap', '/usr/sbin/iptables'].every((file) => existsSync(file))
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  if (!present && run('apt-get', ['install', '-y', '--no-install-recommends', ...debian], env).code !== 0)
    return 'Debian’s docker.io cannot be installed'
  return run('ip', ['netns', 'list']).code === 0 ? undefined : 'network namespaces are not permitted'
}

/** The compose plugin: Debian's stable release has an old one, so it is unpacked from the newer suite. */
function unpackCompose(folder: string): void {
  const apt = join(folder, 'apt')
  for (const part of ['lists/partial', 'cache/archives/partial']) mkdirSync(join(apt, part), { recursive: true })
  writeFileSync(join(apt, 'sources'), `deb [signed-by=${keyring}] http://deb.debian.org/debian sid main\n`)
  const options = [
    `Dir::Etc::sourcelist=${join(apt, 'sources')}`,
    'Dir::Etc::sourceparts=/dev/null',
    `Dir::State::lists=${join(apt, 'lists')}`,
    `Dir::Cache=${join(apt, 'cache')}`,
  ].flatMap((option) => ['-o', option])
  must('apt-get', [...options, 'update'])
  must('sh', ['-c', `cd "${apt}" && apt-get ${options.join(' ')} download docker-compose && dpkg-deb -x *.deb .`])
  const plugins = join(folder, 'config', 'cli-plugins')
  mkdirSync(plugins, { recursive: true })
  must('cp', [join(apt, 'usr/libexec/docker/cli-plugins/docker-compose'), plugins])
}

async function untilReady(daemon: ChildProcess, probe: () => Done): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (probe().code === 0) return
    if (daemon.exitCode !== null) break
    await wait(200)
  }
  throw new Error(`the engine does not respond:\n${probe().out}`)
}

/**
 * Starts an engine. `outside` gives it this machine's network and no bridge, which builds need; otherwise it runs in a
 * network namespace of its own, in which containers reach each other and no other host.
 */
export async function startEngine(folder: string, { outside }: { outside: boolean }): Promise<Engine> {
  const name = `muster-${process.pid}`
  const socket = `unix://${join(folder, 'engine.sock')}`
  if (!existsSync(join(folder, 'config'))) unpackCompose(folder)
  const folders = ['--data-root', join(folder, 'data'), '--exec-root', join(folder, 'exec'), '-H', socket]
  const own = ['--pidfile', join(folder, 'engine.pid'), ...folders]
  if (!outside) {
    must('ip', ['netns', 'add', name])
    must('ip', ['netns', 'exec', name, 'ip', 'link', 'set', 'lo', 'up'])
  }
  // Not "ip netns exec": that mounts another /sys, without the control groups an engine needs.
  const entered = outside ? [] : [`--net=/run/netns/${name}`]
  const daemon = outside
    ? spawn('dockerd', [...own, '--bridge=none', '--iptables=false'], { stdio: 'ignore' })
    : spawn('nsenter', [...entered, 'dockerd', ...own], { stdio: 'ignore' })
  const env = { DOCKER_HOST: socket, DOCKER_CONFIG: join(folder, 'config'), DOCKER_BUILDKIT: '0' }
  await untilReady(daemon, () => run('docker', ['info'], env))
  return {
    docker: (args, more) => must('docker', args, { ...env, ...more }),
    inNetwork: ([command = '', ...args]) =>
      outside ? run(command, args) : run('nsenter', [...entered, command, ...args]),
    async stop() {
      const ended = new Promise((resolve) => daemon.once('exit', resolve))
      daemon.kill('SIGTERM')
      await ended
      // Mounts of containers may outlive the engine by a moment.
      run('sh', ['-c', `grep -o ' ${folder}[^ ]*' /proc/mounts | sort -r | xargs -r umount -l`])
      if (!outside) run('ip', ['netns', 'delete', name])
    },
  }
}
