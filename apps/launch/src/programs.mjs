import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { log } from './log.mjs'
import { at } from './paths.mjs'
import { run } from './run.mjs'

/** Chromium without windows: the same engine for half the processor time. */
const headlessNames = ['chromium-headless-shell']
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
  log(`installing ${names.join(', ')} from Debian`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (args) =>
    spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...args], { env, stdio: ['ignore', 2, 2] }).status === 0
  return apt(['update']) && apt(['install', '-y', '--no-install-recommends', ...names])
}

/** The browser for the browser tests: Debian's without windows, else an installed one, else Playwright's own (undefined). */
export async function findChromium() {
  const chosen = process.env.CHROMIUM_PATH ?? onPath(headlessNames)
  if (chosen !== undefined) return chosen
  if (canInstallDebianPackages() && installDebianPackages(headlessNames)) return onPath(headlessNames)
  const installed = onPath(chromiumNames)
  if (installed !== undefined) return installed
  log('no Chromium found: installing the one of Playwright')
  const code = await run('npx', ['playwright', 'install', 'chromium'], {
    quiet: true,
    cwd: at('e2e'),
  })
  if (code !== 0) throw new Error('no browser for the tests: install Chromium, or set CHROMIUM_PATH to its path')
  return undefined
}

/** LibreOffice, to open written files: an installed one, else Debian's where root may install it; else undefined. */
export function findOffice() {
  const find = () => process.env.SOFFICE_PATH ?? onPath(['soffice', 'libreoffice'])
  const installed = find()
  if (installed !== undefined || !canInstallDebianPackages()) return installed
  return installDebianPackages(['libreoffice-calc-nogui']) ? find() : undefined
}

/** nginx, the peer of the proxy benchmark: found like LibreOffice. */
export function findNginx() {
  const find = () => process.env.NGINX_PATH ?? onPath(['nginx']) ?? ['/usr/sbin/nginx'].find((path) => existsSync(path))
  const installed = find()
  if (installed !== undefined || !canInstallDebianPackages()) return installed
  return installDebianPackages(['nginx-light']) ? find() : undefined
}

/** wrk, a load generator that uses little CPU: found like LibreOffice. */
export function findWrk() {
  const find = () => process.env.WRK_PATH ?? onPath(['wrk'])
  const installed = find()
  if (installed !== undefined || !canInstallDebianPackages()) return installed
  return installDebianPackages(['wrk']) ? find() : undefined
}

/** taskset, which pins a process to one core; part of every Debian. */
export function findTaskset() {
  return process.env.TASKSET_PATH ?? onPath(['taskset'])
}

/** strace, to trace the system calls of file reads: found like LibreOffice; undefined also where tracing is not permitted. */
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

/** The folder of PostgreSQL's programs for the storage tests; installs Debian's where root may install it. */
export function findPostgres() {
  const found = postgresFolder()
  if (found !== undefined) return found
  if (canInstallDebianPackages() && installDebianPackages(['postgresql'])) {
    const installed = postgresFolder()
    if (installed !== undefined) return installed
  }
  throw new Error(
    'no PostgreSQL for the tests: install PostgreSQL 15 or newer, or set POSTGRES_BIN to the folder of its programs',
  )
}
