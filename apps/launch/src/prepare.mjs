import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fingerprint, isDone, markDone } from './fingerprint.mjs'
import { at } from './paths.mjs'
import { run } from './run.mjs'
import { say } from './say.mjs'

/** Enough to install with, and enough to run the desk itself (Argon2 came with it). */
const oldest = [20, 20]
const oldestOwn = [24, 7]

function isAtLeast([wantedMajor, wantedMinor]) {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)
}

function refuseOldNode() {
  if (isAtLeast(oldest)) return
  say(
    `this needs Node ${oldest.join('.')} or newer to begin with; this is ${process.versions.node}. See https://nodejs.org`,
  )
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
  say('installing what the project needs (once; a minute or so)')
  const code = await run('npx', ['--yes', packageManager, 'install', '--frozen-lockfile'], {
    quiet: true,
    env: process.env,
  })
  if (code !== 0) {
    say('the installation failed; the lines above say why. Check the network and run the command again.')
    process.exit(code)
  }
}

async function buildDesk() {
  const sources = fingerprint(
    ['apps/web', 'packages', 'pnpm-lock.yaml', 'tsconfig.base.json', 'lingui.config.ts'].map((path) => at(path)),
  )
  const stamp = at('node_modules', '.muster-desk')
  if (isDone(stamp, sources) && existsSync(at('apps', 'web', 'dist', 'index.html'))) return
  say('building the desk')
  const code = await run(
    ownNode(),
    [at('apps', 'web', 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'],
    {
      quiet: true,
      cwd: at('apps', 'web'),
    },
  )
  if (code !== 0) {
    say('the desk could not be built; the lines above say why.')
    process.exit(code)
  }
  markDone(stamp, sources)
}

/** The Node the project was tested on, brought as a dependency; this very Node where none is published for the machine. */
export function ownNode() {
  const brought = at('node_modules', '.bin', 'node')
  if (existsSync(brought)) return brought
  if (isAtLeast(oldestOwn)) return process.execPath
  say(
    `no Node 24 is published as a package for ${process.platform} ${process.arch}: install Node ${oldestOwn.join('.')} or newer and run the command again`,
  )
  process.exit(1)
}

/** Installs and builds what is missing or out of date, and nothing else. */
export async function prepare({ desk = true } = {}) {
  refuseOldNode()
  const wanted = fingerprint(manifests())
  const stamp = at('node_modules', '.muster-installed')
  if (!isDone(stamp, wanted)) {
    await install()
    markDone(stamp, wanted)
  }
  if (desk) await buildDesk()
}
