import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { run } from './run.mjs'
import { say } from './say.mjs'

const chromiumNames = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']

function onPath(names) {
  const folders = (process.env.PATH ?? '').split(delimiter)
  for (const name of names) {
    const found = folders.map((folder) => join(folder, name)).find((path) => existsSync(path))
    if (found !== undefined) return found
  }
  return undefined
}

function canInstallDebianPackages() {
  return onPath(['apt-get']) !== undefined && process.getuid?.() === 0
}

function installDebianPackages(names) {
  say(`installing ${names.join(', ')} from Debian`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (args) =>
    spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...args], { env, stdio: ['ignore', 2, 2] }).status === 0
  return apt(['update']) && apt(['install', '-y', '--no-install-recommends', ...names])
}

/** The browser for the browser tests: one that is installed, else Debian's, else Playwright's own. Undefined means Playwright's. */
export async function findChromium() {
  const installed = process.env.CHROMIUM_PATH ?? onPath(chromiumNames)
  if (installed !== undefined) return installed
  if (canInstallDebianPackages() && installDebianPackages(['chromium'])) return onPath(chromiumNames)
  say('no Chromium found: asking Playwright for its own')
  const code = await run('npx', ['playwright', 'install', 'chromium'], {
    quiet: true,
    cwd: new URL('../../../e2e', import.meta.url).pathname,
  })
  if (code !== 0) throw new Error('no browser to test with: install Chromium, or set CHROMIUM_PATH to one')
  return undefined
}

/** LibreOffice, to open what we write: one that is installed, else Debian's where it can be; undefined without. */
export function findOffice() {
  const find = () => process.env.SOFFICE_PATH ?? onPath(['soffice', 'libreoffice'])
  const installed = find()
  if (installed !== undefined || !canInstallDebianPackages()) return installed
  return installDebianPackages(['libreoffice-calc-nogui']) ? find() : undefined
}

/** nginx, the peer of the proxy's measurement: one that is installed, else Debian's where it can be; undefined without. */
export function findNginx() {
  const find = () => process.env.NGINX_PATH ?? onPath(['nginx']) ?? ['/usr/sbin/nginx'].find((path) => existsSync(path))
  const installed = find()
  if (installed !== undefined || !canInstallDebianPackages()) return installed
  return installDebianPackages(['nginx-light']) ? find() : undefined
}

/** wrk, which loads a proxy and takes little for itself: as nginx is found. */
export function findWrk() {
  const find = () => process.env.WRK_PATH ?? onPath(['wrk'])
  const installed = find()
  if (installed !== undefined || !canInstallDebianPackages()) return installed
  return installDebianPackages(['wrk']) ? find() : undefined
}

/** taskset, which keeps a process to one core; part of every Debian. */
export function findTaskset() {
  return process.env.TASKSET_PATH ?? onPath(['taskset'])
}

/** strace, to see what reading a file asks of the system: as LibreOffice is found; undefined also where tracing is not permitted. */
export function findStrace() {
  if (process.platform !== 'linux') return undefined
  const find = () => process.env.STRACE_PATH ?? onPath(['strace'])
  let found = find()
  if (found === undefined && canInstallDebianPackages() && installDebianPackages(['strace'])) found = find()
  if (found === undefined) return undefined
  const tried = spawnSync(found, ['-f', '--seccomp-bpf', '-o', '/dev/null', process.execPath, '--version'])
  return tried.status === 0 ? found : undefined
}

function postgresFolder() {
  if (process.env.POSTGRES_BIN !== undefined) return process.env.POSTGRES_BIN
  const initdb = onPath(['initdb'])
  if (initdb !== undefined) return join(initdb, '..')
  const debian = '/usr/lib/postgresql'
  if (!existsSync(debian)) return undefined
  return readdirSync(debian)
    .toSorted((a, b) => Number(b) - Number(a))
    .map((version) => join(debian, version, 'bin'))
    .find((folder) => existsSync(join(folder, 'initdb')))
}

/** The folder of PostgreSQL's programs for the storage tests, installed from Debian where it can be. */
export function findPostgres() {
  const found = postgresFolder()
  if (found !== undefined) return found
  if (canInstallDebianPackages() && installDebianPackages(['postgresql'])) {
    const installed = postgresFolder()
    if (installed !== undefined) return installed
  }
  throw new Error(
    'no PostgreSQL to test with: install PostgreSQL 15 or newer, or set POSTGRES_BIN to the folder of its programs',
  )
}
