import type { I18n } from '@lingui/core'
import type { Language } from '@muster/core/language'
import { createSmtp } from '../adapters/outbound/mail/smtp.ts'
import { newId } from '../adapters/storage/database/new-id.ts'
import { createMailer } from '../features/mail/mailer.ts'
import type { Mailer } from '../mail.ts'
import type { FeatureParts } from './compose-parts.ts'
import { sealerOf } from './sealer-of.ts'

/** The mailer of the configured server; without one, no mail is sent. */
export function composeMail(
  { config, stores, queue, clock }: FeatureParts,
  catalogue: (language: Language) => Promise<I18n>,
): Mailer & { startWork(): Promise<void> } {
  const sealing = sealerOf(config)?.factors ?? null
  if (config.mail === null || sealing === null)
    return { isConfigured: false, send: async () => {}, startWork: async () => {} }
  const transport = createSmtp(config.mail)
  return createMailer({
    store: stores.mails,
    transport,
    sealing,
    queue,
    catalogue,
    audit: stores.auditLog,
    clock,
    newId,
  })
}
