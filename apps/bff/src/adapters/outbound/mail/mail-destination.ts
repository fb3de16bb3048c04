import { createHash } from 'node:crypto'
import type { Language } from '@muster/core/language'
import type { Notice } from '@muster/core/notice/notice'
import { message } from '@muster/wording/message'
import { type NoticeDestination, OutboundError } from '../../../features/notices/ports.ts'
import type { Mail, Mailer } from '../../../mail.ts'
import { noticeSentence } from '../create-destinations.ts'
import type { NoticeAccount } from '../notice-bodies.ts'

interface MailDestinationDeps {
  readonly mailer: Mailer
  /** Of the mail server. */
  readonly host: string
  readonly account: NoticeAccount
  readonly publicUrl: () => string
  /** Adds the sentence of the audit, with names. */
  readonly details: boolean
  readonly readers: (
    notice: Notice,
  ) => Promise<readonly { readonly email: string; readonly language: Language | null }[]>
}

/** Why a server did not accept a mail, without its words, which may quote an address. */
function mailFailure(error: unknown): string {
  const { responseCode, code }: { responseCode?: unknown; code?: unknown } = Object(error)
  return typeof responseCode === 'number' ? String(responseCode) : typeof code === 'string' ? code : 'error'
}

/** Identifies a reader in the key of a mail, which is stored in plain text. */
const readerId = (email: string) => createHash('sha256').update(email.toLowerCase()).digest('hex').slice(0, 16)

/** Notices by email, each to the readers that it concerns. It is delivered once the outbox has it; a test goes out at once. */
export function createMailDestination(deps: MailDestinationDeps): NoticeDestination {
  const { mailer, host, account } = deps
  return {
    id: 'email',
    kind: 'email',
    place: host,
    send: async ({ id, notice }) => {
      const text = noticeSentence(notice)
      const detail = deps.details && notice.detail !== null ? [notice.detail] : []
      const mailTo = (to: Mail['to']): Mail => ({
        key: `${id} ${readerId(to.email)}`,
        to,
        subject: text,
        paragraphs: [
          message('notice.on_account', { text, account: account.account, environment: account.environment }),
          ...detail,
        ],
        link: deps.publicUrl() + notice.path,
      })
      const readers = await deps.readers(notice)
      if (notice.kind !== 'test') {
        for (const to of readers) await mailer.send(mailTo(to))
        return
      }
      for (const to of readers)
        await mailer.sendNow(mailTo(to)).catch((error: unknown) => {
          throw new OutboundError(message('outbound.mail', { host, reason: mailFailure(error) }))
        })
    },
  }
}
