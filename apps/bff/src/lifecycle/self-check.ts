/** What of the running process matters for safety. */
export interface ProcessFacts {
  readonly execArgv: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  /** The numeric user ID; undefined where there is none. */
  readonly uid: number | undefined
}

/**
 * What makes this process unsafe to hold the secret of an account: refused in front of a real account, warned about
 * in front of a sandbox.
 */
export function unsafeFacts({ execArgv, env, uid }: ProcessFacts): readonly string[] {
  const flags = [...execArgv, ...(env['NODE_OPTIONS'] ?? '').split(/\s+/u)]
  const found: string[] = []
  if (flags.some((flag) => /^--(?:inspect|debug)(?:-|=|$)/u.test(flag)))
    found.push('Node runs with --inspect, so whoever reaches its port reads every secret: start without it.')
  if (env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0')
    found.push(
      'NODE_TLS_REJECT_UNAUTHORIZED is 0, so anybody between Muster and Kore.ai reads and changes calls: remove it. For a private CA set NODE_EXTRA_CA_CERTS.',
    )
  if (uid === 0) found.push('Muster runs as root: start it as a user of its own, who owns DATA_DIR.')
  return found
}
