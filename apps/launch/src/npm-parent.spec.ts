import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'

const module = new URL('npm-parent.mjs', import.meta.url).href
/** Loads the module, then watches once it is signaled, as a start does after its installation. */
const started = `import(${JSON.stringify(module)}).then(({ onNpmExit }) => {
  setInterval(() => {}, 1000)
  process.once('SIGUSR2', () => {
    process.stdout.write('watching\\n')
    onNpmExit(() => { process.stdout.write('exited\\n'); process.exit() })
  })
  process.stdout.write('loaded ' + process.pid + '\\n')
})`
const asArgument = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`
/** Runs a program as a child and prints its own ID. */
const launcher = (command: string, args: readonly string[]) =>
  `process.stdout.write('pid ' + process.pid + '\\n'); require('child_process').spawn(${JSON.stringify(command)}, ${JSON.stringify(args)}, { stdio: 'inherit' })`

/** A stand-in for npm: a process that starts a shell, which runs the program. */
function npmWith(shell: string, after: string): string {
  const program = `${asArgument(process.execPath)} -e ${asArgument(started)}${after}`
  return launcher(shell, ['-c', program])
}

function run(program: string): { child: ChildProcess; seen: (text: string) => Promise<void>; output: () => string } {
  const child = spawn(process.execPath, ['-e', program], {
    env: { ...process.env, npm_lifecycle_event: 'start' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  child.stdout?.on('data', (chunk: Buffer) => (output += String(chunk)))
  const seen = async (text: string) => {
    while (!output.includes(text)) await delay(20)
  }
  return { child, seen, output: () => output }
}

const pidsIn = (output: string) => [...output.matchAll(/pid (\d+)/g)].map(([, pid]) => Number(pid))
const programOf = (output: string) => Number(/loaded (\d+)/.exec(output)?.[1])

describe('the npm that started a program', () => {
  test.each([
    ['with a shell between', 'sh', '; true'],
    ['with a shell that replaced itself', 'bash', ''],
  ])('is noticed when it ends before the program watches it, %s', async (_, shell, after) => {
    const npm = run(npmWith(shell, after))
    await npm.seen('loaded ')
    npm.child.kill('SIGKILL')
    await once(npm.child, 'exit')
    process.kill(programOf(npm.output()), 'SIGUSR2')
    await npm.seen('exited')
  })

  test.each([
    ['with a shell between', 'sh', '; true'],
    ['with a shell that replaced itself', 'bash', ''],
  ])('may outlive what started it, %s', async (_, shell, after) => {
    const starter = run(launcher(process.execPath, ['-e', npmWith(shell, after)]))
    await starter.seen('loaded ')
    process.kill(programOf(starter.output()), 'SIGUSR2')
    await starter.seen('watching')
    starter.child.kill('SIGKILL')
    await once(starter.child, 'exit')
    // Two looks of the program.
    await delay(1200)
    expect(starter.output()).not.toContain('exited')
    process.kill(pidsIn(starter.output())[1] ?? expect.fail('npm did not start'), 'SIGKILL')
    await starter.seen('exited')
  })
})
