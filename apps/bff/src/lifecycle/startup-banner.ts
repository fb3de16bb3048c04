import type { Environment } from '@muster/core/environment'
/** What the operator reads when the configuration does not do. */
export function configurationProblems(problems: readonly string[]): string {
  const count = problems.length === 1 ? 'One setting needs' : `${problems.length} settings need`
  return `\n${count} attention before Muster can start:\n\n${problems.map((problem) => `  - ${problem}\n`).join('')}\n`
}

/** What the operator reads when the desk is open. */
export function banner(running: {
  url: string
  environment: Environment
  accountName: string
  signInLink: string | null
}): string {
  const account =
    running.environment === 'sandbox'
      ? 'a sandbox, not a real account'
      : `the Kore.ai account at ${running.accountName}`
  const signIn =
    running.signInLink === null
      ? '  Sign in with the configured e-mail and password.\n'
      : `  Sign in once with this link (good for 24 hours, a new one at each start):\n  ${running.signInLink}\n`
  return `\n  Muster is open at ${running.url}\n  It stands before ${account}.\n\n${signIn}\n`
}
