import type { SmtpSettings } from '../adapters/outbound/mail/smtp.ts'
import type { ConfigSource } from './config-source.ts'
import { settings } from './settings.ts'

const addressShape = /^[^\s@<>,;"()]+@[A-Za-z0-9.-]+$/
export const isMailAddress = (text: string): boolean => addressShape.test(text)
const ports = { 'smtp:': 587, 'smtps:': 465 } as const

/** Null: no emails are sent. No problem quotes the address, which contains the password. */
export function readMail(source: ConfigSource, isLoopback: (host: string) => boolean): SmtpSettings | null {
  const text = source.secret(settings.smtpUrl)?.toString('utf8').trim()
  const from = source.text(settings.smtpFrom)
  if (text === undefined) {
    if (from !== null) source.problems.push('SMTP_FROM is set, but SMTP_URL is not. Set both or neither.')
    return null
  }
  const url = URL.parse(text)
  const isPlainPath = url !== null && /^\/?$/.test(url.pathname) && url.search + url.hash === ''
  const scheme = url?.protocol === 'smtp:' || url?.protocol === 'smtps:' ? url.protocol : null
  if (url === null || scheme === null || !isPlainPath || url.hostname === '') {
    source.problems.push('SMTP_URL must be an address like smtp://user:password@mail.example.com:587, without a path.')
    return null
  }
  if (from === null || !isMailAddress(from)) {
    source.problems.push('SMTP_FROM must be the email address that Muster sends from, like muster@example.com.')
    return null
  }
  const login = loginOf(url)
  if (login === undefined) {
    source.problems.push('SMTP_URL: write reserved characters of user and password as %XX, and set both or neither.')
    return null
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  return {
    host,
    port: url.port === '' ? ports[scheme] : Number(url.port),
    implicitTls: scheme === 'smtps:',
    allowPlain: isLoopback(host),
    login,
    from,
  }
}

function loginOf({ username, password }: URL): SmtpSettings['login'] | undefined {
  if (username === '' && password === '') return null
  if (username === '' || password === '') return undefined
  try {
    return { user: decodeURIComponent(username), password: Buffer.from(decodeURIComponent(password)) }
  } catch {
    return undefined
  }
}
