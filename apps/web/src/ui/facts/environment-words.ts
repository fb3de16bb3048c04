import type { Environment } from '@muster/core/environment'

interface EnvironmentWords {
  readonly label: string
  /** What a change means there. */
  readonly effect: string
}

export const environmentWords: Readonly<Record<Environment, EnvironmentWords>> = {
  production: { label: 'Production', effect: 'Changes reach real users' },
  staging: { label: 'Staging', effect: 'Changes reach the staging account' },
  test: { label: 'Test', effect: 'Changes reach the test account' },
  development: { label: 'Development', effect: 'Changes reach the development account' },
  sandbox: { label: 'Sandbox', effect: 'Changes reach the sandbox only' },
}
