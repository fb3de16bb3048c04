import type { OutboundConfig } from '../adapters/outbound/create-destinations.ts'
import { readNetwork } from './config-kore.ts'
import { isMailAddress } from './config-mail.ts'
import type { ConfigSource } from './config-source.ts'
import { isLoopback } from './is-loopback.ts'
import type { SecretSetting } from './setting.ts'
import { settings } from './settings.ts'

const webProtocols = ['https:', 'http:']
const auditProtocols = [...webProtocols, 'syslog+tls:', 'syslog+tcp:', 'syslog+udp:']

/** The addresses of a setting; problems never quote one, since its path may be a secret. */
function readUrls(source: ConfigSource, setting: SecretSetting, protocols: readonly string[]): readonly URL[] {
  const text = source.secret(setting)?.toString('utf8') ?? ''
  const parts = text.split(',').flatMap((part) => part.trim() || [])
  return parts.flatMap((part) => {
    const url = URL.parse(part)
    if (url === null || !protocols.includes(url.protocol) || url.hostname === '' || url.username !== '') {
      const shapes = protocols === webProtocols ? 'https://' : 'https://, syslog+tls://, syslog+tcp:// or syslog+udp://'
      source.problems.push(`${setting.name} must begin with ${shapes} and have no user name.`)
      return []
    }
    if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
      source.problems.push(`${setting.name} must be https: plain http goes to this machine only.`)
      return []
    }
    return [url]
  })
}

function readEmails(source: ConfigSource): readonly string[] {
  const emails = (source.text(settings.noticeEmails) ?? '').split(',').flatMap((part) => part.trim() || [])
  if (!emails.every(isMailAddress))
    source.problems.push('MUSTER_NOTIFY_EMAILS must be email addresses, separated by commas.')
  return emails
}

/** Reads the receivers of notices and of the audit. */
export function readOutbound(source: ConfigSource): OutboundConfig {
  const secret = source.secret(settings.webhookSecret)
  if (secret !== null && secret.length < 24)
    source.problems.push('MUSTER_WEBHOOK_SECRET must have 24 characters or more.')
  const webhooks = readUrls(source, settings.webhookUrls, webProtocols)
  const [slack = null] = readUrls(source, settings.slackUrl, webProtocols)
  const [teams = null] = readUrls(source, settings.teamsUrl, webProtocols)
  const [audit = null] = readUrls(source, settings.auditStreamUrl, auditProtocols)
  if (webhooks.length > 0 && secret === null)
    source.problems.push('MUSTER_WEBHOOK_URLS needs MUSTER_WEBHOOK_SECRET, so receivers can verify who sends.')
  if (audit !== null && webProtocols.includes(audit.protocol) && secret === null)
    source.problems.push(
      'AUDIT_STREAM_URL with https needs MUSTER_WEBHOOK_SECRET, so the receiver can verify who sends.',
    )
  return {
    notices: {
      webhooks,
      secret,
      slack,
      teams,
      emails: readEmails(source),
      language: source.choice(settings.noticeLanguage),
      details: source.flag(settings.noticeDetails),
    },
    audit,
    allowPrivate: source.flag(settings.outboundPrivate),
    network: readNetwork(source),
  }
}
