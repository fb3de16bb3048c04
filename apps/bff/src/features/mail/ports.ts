/** A mail in the queue; its text is sealed until it is sent. */
export interface WaitingMail {
  readonly id: string
  readonly sealed: string
  readonly createdAt: number
}

export interface MailStore {
  /** Stores a mail. False if there was one of this key. */
  add(mail: WaitingMail & { readonly key: string }): Promise<boolean>
  /**
   * Takes a mail to send it, and keeps other replicas from taking it until it fails or `expiresAt` passes.
   * `ended`: sent or given up. `taken`: another one sends it.
   */
  take(id: string, at: { readonly now: number; readonly expiresAt: number }): Promise<WaitingMail | 'ended' | 'taken'>
  /** Releases a mail that no server accepted, for the next attempt. */
  release(id: string): Promise<void>
  /** Ends a mail and deletes its text. */
  end(id: string, how: 'sent' | 'failed', at: number): Promise<void>
  /** Mails that wait since before this time, whose work may have been lost. */
  waitingSince(before: number): Promise<readonly string[]>
}

/** An email as a mail server gets it. */
export interface OutgoingMail {
  readonly to: string
  readonly subject: string
  readonly text: string
  /** The same for each attempt, so a mailbox can recognize a repeated one. */
  readonly messageId: string
}

export interface MailTransport {
  /** Throws a `MailRefusedError` if the server refuses it for good, another error if a later attempt may work. */
  send(mail: OutgoingMail): Promise<void>
  /** Connects and logs in. Throws if that does not work. */
  verify(): Promise<void>
}

/** The server refused a mail permanently. */
export class MailRefusedError extends Error {
  override readonly name = 'MailRefusedError'
}

/** Binds a sealed text to its mail. */
export const mailOwner = (id: string): string => `mail ${id}`

/** Encrypts the text of waiting mails, which may contain a link to sign in. */
export interface MailSealing {
  seal(plain: Buffer, owner: string): string
  open(sealed: string, owner: string): Buffer
}
