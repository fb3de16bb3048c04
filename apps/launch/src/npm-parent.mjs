import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

function fromPs(field, pid) {
  const { status, stdout } = spawnSync('ps', ['-o', `${field}=`, '-p', String(pid)], { encoding: 'utf8' })
  return status === 0 ? stdout.trim() : undefined
}

/** The parent of a process; undefined if unknown. */
function parentOf(pid) {
  try {
    // The name, in parentheses, may contain any character; state and parent follow it.
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ')[1])
  } catch {
    const parent = fromPs('ppid', pid)
    return parent === undefined ? undefined : Number(parent)
  }
}

function isShell(pid) {
  let command
  try {
    command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0]
  } catch {
    command = fromPs('command', pid)?.split(' ')[0]
  }
  return /^-?(?:.*\/)?(?:sh|bash|dash|ash|zsh|ksh|busybox)$/.test(command ?? '')
}

// Read as soon as this module loads: an installation or a build may take minutes, in which npm may end. Between npm and
// this process runs a shell, unless that shell has replaced itself by this process (bash does).
const parent = process.ppid
const grandparent = isShell(parent) ? parentOf(parent) : undefined

const hasNpmExited = () => process.ppid !== parent || (grandparent !== undefined && parentOf(parent) !== grandparent)

/**
 * Calls back once the `npm` that started this process has ended. npm forwards SIGTERM to the shell, which ends without
 * notifying its child; when npm itself is killed, the shell stays.
 */
export function onNpmExit(callback) {
  if (process.env.npm_lifecycle_event === undefined) return
  if (hasNpmExited()) {
    callback()
    return
  }
  const timer = setInterval(() => {
    if (!hasNpmExited()) return
    clearInterval(timer)
    callback()
  }, 500)
  timer.unref()
}
