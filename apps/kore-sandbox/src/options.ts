import type { Limits, LimitsName } from './gate/limiter.ts'
import type { Profile } from './world.ts'

/** How a sandbox is started. Everything has a default. */
export type SandboxOptions = {
  /** 0, the default, takes a free port. */
  readonly port?: number
  /** Address to listen on, 127.0.0.1 by default. Control calls are answered to loopback callers only, whatever this is. */
  readonly host?: string
  /** Members of the account, 2,000 by default; never fewer than the well-known people. */
  readonly users?: number
  /** Same seed, same people. A whole number. */
  readonly seed?: number
  readonly profile?: Profile
  /** Names of groups beside the usual ones; nobody is in them at first. */
  readonly groups?: readonly string[]
  /** Given by whoever wants the credentials to survive a restart; otherwise made up. */
  readonly clientId?: string
  readonly clientSecret?: string
  /** Whether a token must carry a `jti`. Default false; a `jti` that is there is checked in any case. */
  readonly enforceJti?: boolean
  /** Whether a token must be encrypted for the sandbox's `jweKey`. Default false. */
  readonly enforceJwe?: boolean
  /** `kore`, the default, allows Kore.ai's documented limits and `relaxed` ten times as much; null allows any. */
  readonly limits?: Limits | LimitsName | null
  /** Milliseconds from the acceptance of an erasure to its last user, 3,000 by default. */
  readonly eraseDelayMs?: number
  /** Milliseconds every call takes at least, 0 by default. */
  readonly latencyMs?: number
  /** Default true: nothing is printed. False prints one line per call on stderr, without tokens and bodies. */
  readonly quiet?: boolean
  /** Milliseconds since 1970, for tests that move the time. */
  readonly now?: () => number
}
