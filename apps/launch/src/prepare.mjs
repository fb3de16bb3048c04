import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fingerprint, isCurrent, markCurrent } from './fingerprint.mjs'
import { log } from './log.mjs'
import { at, root } from './paths.mjs'
import { run } from './run.mjs'

/** Oldest Node that can install, and oldest that can run Muster itself (it introduced Argon2). */
const oldest = [20, 20]
const oldestOwn = [24, 7]

function isAtLeast([oldestMajor, oldestMinor]) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)
}

function refuseOldNode() {
  if (isAtLeast(oldest)) return
  log(`Node ${oldest.join('.')} or newer is required, but this is ${process.versions.node}. See https://nodejs.org`)
  process.exit(1)
}

/** Vite reads "#" and "?" in paths as parts of a URL. */
function refuseFolder() {
  const [character] = /[#?]/.exec(root) ?? []
  if (character === undefined) return
  log(`the path of this folder contains "${character}", so the app cannot be built here: rename or move ${root}`)
  process.exit(1)
}

function manifests() {
  const members = ['apps', 'packages'].flatMap((folder) =>
    readdirSync(at(folder)).map((name) => at(folder, name, 'package.json')),
  )
  return [
    ...['package.json', 'pnpm-workspace.yaml', 'pnpm-lock.yaml', 'e2e/package.json'].map((file) => at(file)),
    ...members,
  ]
}

async function install() {
  const { packageManager } = JSON.parse(readFileSync(at('package.json'), 'utf8'))
  log('installing dependencies (once; about a minute)')
  const code = await run('npx', ['--yes', packageManager, 'install', '--frozen-lockfile'], {
    quiet: true,
    env: process.env,
  })
  if (code !== 0) {
    log('the installation failed; see the lines above. Check the network and run the command again.')
    process.exit(code)
  }
}

async function buildApp() {
  const sources = fingerprint(
    ['apps/web', 'packages', 'pnpm-lock.yaml', 'tsconfig.base.json', 'lingui.config.ts'].map((path) => at(path)),
  )
  const stamp = at('node_modules', '.muster-build')
  if (isCurrent(stamp, sources) && existsSync(at('apps', 'web', 'dist', 'index.html'))) return
  log('building the app')
  const code = await run(
    ownNode(),
    [at('apps', 'web', 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'],
    {
      quiet: true,
      cwd: at('apps', 'web'),
    },
  )
  if (code !== 0) {
    log('the build of the app failed; see the lines above.')
    process.exit(code)
  }
  markCurrent(stamp, sources)
}

/** The Node the project was tested on, installed as a dependency; the running Node where none is published for the machine. */
export function ownNode() {
  const installed = at('node_modules', '.bin', 'node')
  if (existsSync(installed)) return installed
  if (isAtLeast(oldestOwn)) return process.execPath
  log(
    `no Node 24 is published as a package for ${process.platform} ${process.arch}: install Node ${oldestOwn.join('.')} or newer and run the command again`,
  )
  process.exit(1)
}

/** Installs dependencies and builds the app where they are missing or out of date. */
export async function prepare({ build = true } = {}) {
  refuseOldNode()
  if (build) refuseFolder()
  const current = fingerprint(manifests())
  const stamp = at('node_modules', '.muster-installed')
  if (!isCurrent(stamp, current)) {
    await install()
    markCurrent(stamp, current)
  }
  if (build) await buildApp()
}

/** Muster runs no text as code, and opens no inspector on a signal. */
export const hardening = ['--disable-proto=delete', '--disallow-code-generation-from-strings', '--disable-sigusr1']
