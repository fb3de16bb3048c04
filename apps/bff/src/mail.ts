import type { Language } from '@muster/core/language'
import type { Message } from '@muster/core/text/message'

/** An email in the language of its reader. */
export interface Mail {
  /** Identifies the occasion: mails of one key are sent once, over all replicas. */
  readonly key: string
  readonly to: { readonly email: string; readonly language: Language | null }
  readonly subject: Message
  readonly paragraphs: readonly Message[]
  /** Full address that ends the text. */
  readonly link: string | null
}

export interface Mailer {
  /** Whether SMTP is configured. Without it, `send` does nothing. */
  readonly isConfigured: boolean
  /** Stores a mail, encrypted. It is sent in the background, also after a restart. */
  send(mail: Mail): Promise<void>
  /** Sends a mail at once, without storing it: a test. Throws if the server does not accept it. */
  sendNow(mail: Mail): Promise<void>
}
