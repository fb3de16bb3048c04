import type { Setting } from './setting.ts'

/** Settings of the server that sends Muster's emails. */
export const mailSettings = {
  smtpUrl: {
    name: 'SMTP_URL',
    kind: 'secret',
    default: null,
    shownDefault: 'none: no emails',
    text: 'mail server, `smtp://user:password@host:587` (STARTTLS) or `smtps://…:465`; plain text to loopback only. With `DATABASE_URL` it needs `MUSTER_SEALING_KEY`',
  },
  smtpFrom: {
    name: 'SMTP_FROM',
    kind: 'text',
    default: null,
    text: 'address that emails of Muster come from; required with `SMTP_URL`',
  },
} as const satisfies Readonly<Record<string, Setting>>
