import type { Environment } from '@muster/core/environment'
/** The message to the operator about an invalid configuration. */
export function configurationProblems(problems: readonly string[]): string {
  const count = problems.length === 1 ? 'One setting needs' : `${problems.length} settings need`
  return `\n${count} attention before Muster can start:\n\n${problems.map((problem) => `  - ${problem}\n`).join('')}\n`
}

/** The message to the operator about damage that was found after the start. */
export const damageNotice = ({ message }: Error): string =>
  `\nMuster stopped all work and no longer uses the database. ${message}\nStop Muster before you do either.\n`

/** The message to the operator after the start. */
export function banner(running: {
  url: string
  environment: Environment
  accountName: string
  signInLink: string | null
  notice: string | null
}): string {
  const account =
    running.environment === 'sandbox'
      ? 'a sandbox, not a real account'
      : `the Kore.ai account at ${running.accountName}`
  const signIn =
    running.signInLink === null
      ? '  Sign in with the configured email and password.\n'
      : `  Sign in with this link (for one browser, for 24 hours; each start makes a new one):\n  ${running.signInLink}\n`
  const notice = running.notice === null ? '' : `  ${running.notice}\n\n`
  return `\n  Muster is running at ${running.url}\n  Connected to ${account}.\n\n${notice}${signIn}\n`
}
