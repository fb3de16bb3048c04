import type { Setting } from './setting.ts'

/** Settings of who can sign in, and how. */
export const accessSettings = {
  adminEmail: {
    name: 'ADMIN_EMAIL',
    kind: 'text',
    default: null,
    text: 'the owner who signs in by password; without one, each start prints a sign-in link. An earlier owner is retired at the next start',
  },
  adminPassword: {
    name: 'ADMIN_PASSWORD',
    kind: 'secret',
    default: null,
    text: 'their password, 15 characters or more, neither common nor repetitive: a few unrelated words. Changing it here changes it',
  },
  owners: {
    name: 'MUSTER_OWNERS',
    kind: 'text',
    default: null,
    text: 'emails of members who may be owners besides `ADMIN_EMAIL`, separated by commas. A start disables all other owners',
  },
  sealingKey: {
    name: 'MUSTER_SEALING_KEY',
    kind: 'secret',
    default: null,
    shownDefault: '`sealing-key` in `DATA_DIR`; none with `DATABASE_URL`',
    text: 'encrypts uploads, plans, responses of Kore.ai and the keys of authenticator apps, 32 characters or more, the same for all replicas. Required with `DATABASE_URL` and a real account',
  },
  sealingKeyPrevious: {
    name: 'MUSTER_SEALING_KEY_PREVIOUS',
    kind: 'secret',
    default: null,
    text: 'a second key that opens what it sealed and seals nothing, see [Keys](#keys)',
  },
} as const satisfies Readonly<Record<string, Setting>>
