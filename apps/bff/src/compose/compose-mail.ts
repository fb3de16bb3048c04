import type { I18n } from '@lingui/core'
import type { Language } from '@muster/core/language'
import { concerns } from '@muster/core/notice/notice'
import { createMailDestination } from '../adapters/outbound/mail/mail-destination.ts'
import { newId } from '../adapters/storage/database/new-id.ts'
import { createMailer, type MailWork } from '../features/mail/mailer.ts'
import type { NoticeDestination } from '../features/notices/ports.ts'
import type { Mailer } from '../mail.ts'
import { sealerOf } from './compose-keys.ts'
import type { FeatureParts } from './compose-parts.ts'

const unset = async () => {}

/** The mailer of the configured server; without one, no mail is sent. */
export async function composeMail(
  { config, stores, queue, clock, log }: FeatureParts,
  catalogue: (language: Language) => Promise<I18n>,
): Promise<Mailer & MailWork> {
  const sealing = sealerOf(config)?.factors ?? null
  if (config.mail === null || sealing === null)
    return { isConfigured: false, send: unset, sendNow: unset, verify: unset, startWork: unset }
  // Only a Muster with a mail server loads the library.
  const { createSmtp } = await import('../adapters/outbound/mail/smtp.ts')
  const transport = createSmtp(config.mail)
  const mailer = createMailer({
    store: stores.mails,
    transport,
    sealing,
    queue,
    catalogue,
    audit: stores.auditLog,
    clock,
    newId,
  })
  const { host } = config.mail
  return {
    ...mailer,
    startWork: async () => {
      await mailer.startWork()
      // Not awaited: Muster starts without its mail server, and the outbox retries.
      mailer.verify().catch((error: unknown) => {
        log.warn({ error, host }, 'The mail server of SMTP_URL does not accept Muster: emails wait and are retried')
      })
    },
  }
}

/** Notices by email, or none without a mail server. */
export function mailDestinations(parts: FeatureParts, mailer: Mailer): readonly NoticeDestination[] {
  const { config, stores, upstream, names } = parts
  if (config.mail === null || !mailer.isConfigured) return []
  const { emails, language, details } = config.outbound.notices
  return [
    createMailDestination({
      mailer,
      host: config.mail.host,
      account: { account: upstream.accountName, environment: upstream.environment },
      publicUrl: () => names.url(),
      details,
      readers: async (notice) => {
        const members = (await stores.approvals.activeMembers()).filter((member) => concerns(notice, member))
        const known = new Set(members.map(({ email }) => email.toLowerCase()))
        const others = emails.filter((email) => !known.has(email.toLowerCase()))
        return [...members, ...others.map((email) => ({ email, language }))]
      },
    }),
  ]
}
