import { createTransport } from 'nodemailer'
import { MailRefusedError, type MailTransport } from '../../../features/mail/ports.ts'

export interface SmtpSettings {
  readonly host: string
  readonly port: number
  /** TLS from the first byte; otherwise STARTTLS. */
  readonly implicitTls: boolean
  /** Only to this machine. */
  readonly allowPlain: boolean
  readonly login: { readonly user: string; readonly password: Buffer } | null
  readonly from: string
}

const stepMs = 15_000
/** The whole attempt. */
const deadlineMs = 2 * 60_000

/** Plain text over TLS: the server's certificate is verified, and a server without TLS gets no mail. */
export function createSmtp({ from, login, ...server }: SmtpSettings): MailTransport {
  const transport = createTransport({
    host: server.host,
    port: server.port,
    secure: server.implicitTls,
    ...(server.allowPlain ? { ignoreTLS: true } : { requireTLS: !server.implicitTls }),
    ...(login === null ? {} : { auth: { user: login.user, pass: login.password.toString('utf8') } }),
    tls: { minVersion: 'TLSv1.2' },
    connectionTimeout: stepMs,
    greetingTimeout: stepMs,
    socketTimeout: stepMs,
    dnsTimeout: stepMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const domain = from.slice(from.lastIndexOf('@') + 1)
  return {
    send: async ({ to, subject, text, messageId }) => {
      await transport
        .sendMail({
          from: { name: 'Muster', address: from },
          to: { name: '', address: to },
          // Explicit, so no address in a header adds a recipient.
          envelope: { from, to: [to] },
          subject,
          text,
          messageId: `<${messageId}@${domain}>`,
          headers: { 'Auto-Submitted': 'auto-generated' },
          signal: AbortSignal.timeout(deadlineMs),
        })
        .catch((error: unknown) => {
          throw isRefused(error) ? new MailRefusedError('the mail server refused the mail') : withoutWords(error)
        })
    },
    verify: async () => {
      await transport.verify().catch((error: unknown) => {
        throw withoutWords(error)
      })
    },
  }
}

/** A permanent response to the recipient or the text; a refused login or sender may be repaired. */
function isRefused(error: unknown): boolean {
  if (!(error instanceof Error) || !('responseCode' in error) || !('command' in error)) return false
  const { responseCode, command } = error
  return typeof responseCode === 'number' && responseCode >= 500 && (command === 'RCPT TO' || command === 'DATA')
}

/** A failure without the words of the server, which may repeat an address or the login. */
function withoutWords(error: unknown): unknown {
  const { response, responseCode, code, command }: Partial<Record<string, unknown>> = Object(error)
  if (response === undefined && responseCode === undefined) return error
  const what = [responseCode, code, command].filter((part) => typeof part === 'string' || typeof part === 'number')
  return Object.assign(new Error(`the mail server refused: ${what.join(' ')}`), { code, responseCode })
}
