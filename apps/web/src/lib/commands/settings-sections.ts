import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'

/** The parts of the settings below the connection, in their order. The ID is the fragment of the URL. */
export const settingsSections = {
  guards: msg`Guards`,
  approval: msg`Approval policy`,
  notices: msg`Notices`,
  retention: msg`Retention`,
  members: msg`Members`,
  sessions: msg`Your sessions`,
  factors: msg`Two-step sign-in and passkeys`,
  tokens: msg`Tokens for scripts`,
} as const satisfies Readonly<Record<string, MessageDescriptor>>

export type SettingsSection = keyof typeof settingsSections
