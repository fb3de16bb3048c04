import type { Trouble } from './run-turns.ts'

const clockTime = (ms: number): string => `${new Date(ms).toISOString().slice(11, 16)} UTC`

/** Why a job waits, for the person watching it. */
export function waitingReason(trouble: Trouble, nowMs: number, waitMs: number): string {
  const next = `The next try is at ${clockTime(nowMs + waitMs)}; nothing is lost.`
  if (trouble.cause === 'rate_limited') {
    return `Waiting: Kore.ai asks us to slow down (${clockTime(nowMs)}). ${next}`
  }
  return `Waiting for Kore.ai, which could not be reached at ${clockTime(nowMs)}. ${next}`
}

/** Why a job pauses over the credential. Kore.ai's answer does not tell a wrong secret from a missing scope. */
export function credentialReason(nowMs: number): string {
  const what = `Paused: Kore.ai refused Muster's credential at ${clockTime(nowMs)}. Nobody failed, and nothing more is sent.`
  const mend =
    'Check the client id, the secret and the scopes of the app in the Kore.ai admin console, then test the connection under Settings: once it works, the job goes on.'
  return `${what} ${mend} A new secret is read when Muster starts, and the job goes on then.`
}
