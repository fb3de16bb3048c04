import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    () => true,
    () => false,
  )

/** A parent process that ignores interrupts, as Muster does while its last calls end. */
const parent = `
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => {})
  const { startSandboxProcess } = await import(${JSON.stringify(join(import.meta.dirname, 'sandbox-process.ts'))})
  const sandbox = await startSandboxProcess({ users: 20, limits: 'relaxed' })
  process.stdin.once('data', async () => {
    await sandbox.stop()
    process.stdout.write('stopped')
  })
  process.stdout.write(sandbox.url)`

async function startParent() {
  const child = spawn(process.execPath, ['--input-type=module', '-e', parent], {
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const nextOutput = async () => String((await once(child.stdout, 'data'))[0])
  return { child, nextOutput, url: await nextOutput() }
}

test('ends with its parent, even a killed one, and not by the signals that both receive', {
  timeout: 60_000,
}, async () => {
  const { child, url } = await startParent()
  expect(await answers(url)).toBe(true)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.kill(-Number(child.pid), signal)
  expect(await answers(url)).toBe(true)
  child.kill('SIGKILL')
  await vi.waitFor(async () => expect(await answers(url)).toBe(false), { timeout: 30_000, interval: 50 })
})

test('ends when it is stopped', { timeout: 60_000 }, async () => {
  const { child, nextOutput, url } = await startParent()
  child.stdin.write('stop')
  expect(await nextOutput()).toBe('stopped')
  expect(await answers(url)).toBe(false)
})
