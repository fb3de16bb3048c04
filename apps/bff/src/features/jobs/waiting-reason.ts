import type { Trouble } from './run-turns.ts'

const clockTime = (ms: number): string => `${new Date(ms).toISOString().slice(11, 16)} UTC`

/** Why a job waits, for the person watching it. */
export function waitingReason(trouble: Trouble, nowMs: number, waitMs: number): string {
  const next = `The next try is at ${clockTime(nowMs + waitMs)}; nothing is lost.`
  if (trouble.cause === 'credential_rejected') {
    return `Waiting: Kore.ai refuses our credential (${clockTime(nowMs)}). Check the client id, secret and scopes; the job goes on by itself. ${next}`
  }
  if (trouble.cause === 'rate_limited') {
    return `Waiting: Kore.ai asks us to slow down (${clockTime(nowMs)}). ${next}`
  }
  return `Waiting for Kore.ai, which could not be reached at ${clockTime(nowMs)}. ${next}`
}
