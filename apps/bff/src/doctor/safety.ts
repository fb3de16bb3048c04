import { parseConfig } from '../config/config.ts'
import { issuesOf, safetyChecks, safetyFacts } from '../lifecycle/self-check.ts'

/** The checks of a start, each with its result. They refuse a start with a real account, and warn with a sandbox. */
export function safety(env: Readonly<Record<string, string | undefined>>): string {
  // A copy: reading removes secrets.
  const parsed = parseConfig({ ...env })
  if (!parsed.ok) return ['The settings:', ...parsed.problems.map((problem) => `  wrong    ${problem}`)].join('\n')
  const { config } = parsed
  const found = new Map(issuesOf(safetyFacts(config)).map((one) => [one.name, one]))
  const lines = safetyChecks.map(({ name }) => {
    const one = found.get(name)
    if (one === undefined) return `  ok       ${name}`
    const word = one.level === 'refuse' && config.environment !== 'sandbox' ? 'refused ' : 'warning '
    return `  ${word} ${name}: ${one.sentence}`
  })
  return [`The start, connected to ${config.environment}:`, ...lines].join('\n')
}
