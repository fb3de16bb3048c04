import type { Trouble } from '../ports.ts'

/** Why a job waits. `waiting` of the job holds the time, for each reader's time zone. */
export function waitingReason({ cause }: Trouble): string {
  if (cause === 'rate_limited') return 'Waiting: Kore.ai limits the rate of calls. Nothing is lost.'
  return cause === 'unexpected_answer'
    ? 'Waiting: Kore.ai does not answer reads of users. Nothing is lost.'
    : 'Waiting: Kore.ai cannot be reached. Nothing is lost.'
}

/**
 * Why a job pauses over the credential. Kore.ai's response does not distinguish a wrong secret from a missing scope.
 */
export const credentialReason =
  "Paused: Kore.ai refused Muster's credential. No user failed, and nothing more is sent. " +
  'Check the client ID, the secret and the scopes of the app in the Kore.ai admin console, then test the connection in Settings: once it works, the job continues. ' +
  'Muster reads a new secret when it starts, and the job continues then.'
