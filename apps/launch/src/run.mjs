import { spawn } from 'node:child_process'
import { delimiter } from 'node:path'
import { onNpmExit } from './npm-parent.mjs'
import { at, root } from './paths.mjs'

/** Compiling source is half the processor time of a start: Node keeps the result there. */
const compiled = at('node_modules', '.muster-compiled')

/** The environment with the project's own Node and tools first on the path. */
export function ownEnvironment(extra = {}) {
  const path = `${at('node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`
  return { NODE_COMPILE_CACHE: compiled, ...process.env, PATH: path, ...extra }
}

/**
 * Runs a program to its end and returns its exit code (a signal counts as 1).
 * `quiet` redirects its standard output to stderr.
 */
export function run(command, args, { quiet = false, env = ownEnvironment(), cwd = root } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: ['inherit', quiet ? 2 : 'inherit', 'inherit'] })
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}

/**
 * Runs a program until it ends, a signal stops this one, or the `npm` that started both ends; forwards signals and
 * exits with its exit code. `tied`: the program ends whenever this process ends (its `disconnect` event).
 */
export async function runForeground(command, args, options = {}) {
  const stdio = options.tied === true ? ['inherit', 'inherit', 'inherit', 'ipc'] : 'inherit'
  const child = spawn(command, args, { cwd: root, env: options.env ?? ownEnvironment(), stdio })
  onNpmExit(() => child.kill('SIGTERM'))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (exitCode, signal) => resolve(exitCode ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1)))
  })
  process.exitCode = code
}
