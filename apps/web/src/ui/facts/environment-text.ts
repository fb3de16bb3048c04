import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { Environment } from '@muster/core/environment'

const labels: Readonly<Record<Environment, MessageDescriptor>> = {
  production: msg`Production`,
  staging: msg`Staging`,
  test: msg`Test`,
  development: msg`Development`,
  sandbox: msg`Sandbox`,
}

const effects: Readonly<Record<Environment, MessageDescriptor>> = {
  production: msg`Changes reach real users`,
  staging: msg`Changes reach the staging account`,
  test: msg`Changes reach the test account`,
  development: msg`Changes reach the development account`,
  sandbox: msg`Changes reach the sandbox only`,
}

export const environmentLabel = (environment: Environment): string => i18n._(labels[environment])

/** What a change means in this environment. */
export const environmentEffect = (environment: Environment): string => i18n._(effects[environment])
