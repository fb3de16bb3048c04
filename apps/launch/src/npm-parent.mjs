import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** The parent of a process; undefined if unknown. */
function parentOf(pid) {
  try {
    // The name, in parentheses, may contain any character; state and parent follow it.
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ')[1])
  } catch {
    const { status, stdout } = spawnSync('ps', ['-o', 'ppid=', '-p', String(pid)], { encoding: 'utf8' })
    return status === 0 ? Number(stdout) : undefined
  }
}

/**
 * Calls back once the `npm` that started this process has ended. A shell runs between the two: npm forwards SIGTERM to
 * the shell, which ends without notifying its child; when npm itself is killed, the shell stays.
 */
export function onNpmExit(callback) {
  if (process.env.npm_lifecycle_event === undefined) return
  const shell = process.ppid
  const npm = parentOf(shell)
  const timer = setInterval(() => {
    if (process.ppid === shell && parentOf(shell) === npm) return
    clearInterval(timer)
    callback()
  }, 500)
  timer.unref()
}
