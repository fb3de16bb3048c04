/** Safety-relevant facts about the running process. */
export interface ProcessFacts {
  readonly execArgv: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  /** The numeric user ID; undefined if there is none. */
  readonly uid: number | undefined
}

/**
 * Why this process is unsafe for the secret of an account: refused with a real account, a warning
 * with a sandbox.
 */
export function unsafeFacts({ execArgv, env, uid }: ProcessFacts): readonly string[] {
  const flags = [...execArgv, ...(env['NODE_OPTIONS'] ?? '').split(/\s+/u)]
  const found: string[] = []
  if (flags.some((flag) => /^--(?:inspect|debug)(?:-|=|$)/u.test(flag)))
    found.push('Node runs with --inspect, so any client of its port can read every secret. Start without it.')
  if (env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0')
    found.push(
      'NODE_TLS_REJECT_UNAUTHORIZED is 0, so attackers on the network can read and change calls. Remove it; for a private CA, set KORE_CA_FILE.',
    )
  if (uid === 0) found.push('Muster runs as root. Start it as a dedicated user that owns DATA_DIR.')
  return found
}
