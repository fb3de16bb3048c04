import type { Language } from '@muster/core/language'
import type { Message } from '@muster/core/text/message'
import { message } from '@muster/wording/message'
import type { AuditReceiver, NoticeDestination, OutgoingNotice } from '../../features/notices/ports.ts'
import type { KoreNetwork } from '../kore/transport/settings.ts'
import { type NoticeAccount, type NoticeText, slackBody, teamsBody, webhookBody } from './notice-bodies.ts'
import type { OutboundClient } from './outbound-client.ts'
import { signWebhook, webhookKey } from './sign-webhook.ts'
import { createSyslogReceiver } from './syslog-receiver.ts'

/** What Muster sends to other programs. */
export interface OutboundConfig {
  readonly notices: {
    readonly webhooks: readonly URL[]
    readonly secret: Buffer | null
    readonly slack: URL | null
    readonly teams: URL | null
    /** Addresses that get every notice. */
    readonly emails: readonly string[]
    readonly language: Language
    /** Adds sentences of the audit, with names. */
    readonly details: boolean
  }
  /** Receiver of all entries of the audit. */
  readonly audit: URL | null
  readonly allowPrivate: boolean
  readonly network: KoreNetwork
}

export interface NoticeWriter {
  readonly account: NoticeAccount
  /** Address of the app. */
  readonly publicUrl: () => string
  /** A message in the configured language. */
  readonly text: (sentence: Message, language: Language) => Promise<string>
}

const json = { 'content-type': 'application/json' } as const

/** The sentence of a notice, without names. */
export const noticeSentence = ({ kind, failed }: OutgoingNotice['notice']): Message =>
  kind === 'job.failed' ? message('notice.job.failed', { failed: failed ?? 0 }) : message(`notice.${kind}`)

/** A notice as text, with the sentence of the audit only where the settings permit names. */
async function textOf(
  { notice }: OutgoingNotice,
  { language, details }: OutboundConfig['notices'],
  { account, publicUrl, text }: NoticeWriter,
): Promise<NoticeText> {
  const facts = { text: noticeSentence(notice), account: account.account, environment: account.environment }
  return {
    text: await text(message('notice.on_account', facts), language),
    detail: details && notice.detail !== null ? await text(notice.detail, language) : null,
    url: publicUrl() + notice.path,
    open: await text(message('notice.open'), language),
  }
}

/** The configured destinations of notices by HTTP. */
export function createHttpDestinations(
  { notices }: OutboundConfig,
  { client, writer, now }: { client: OutboundClient; writer: NoticeWriter; now: () => number },
): NoticeDestination[] {
  const key = notices.secret === null ? null : webhookKey(notices.secret)
  const signed = (id: string, body: string) => (key === null ? {} : signWebhook(key, { id, at: now(), body }))
  const webhooks = notices.webhooks.map(
    (url, n): NoticeDestination => ({
      id: n === 0 ? 'webhook' : `webhook-${n + 1}`,
      kind: 'webhook',
      place: url.host,
      send: async (notice, signal) => {
        const body = webhookBody(notice, await textOf(notice, notices, writer), writer.account)
        await client.post(url, { headers: { ...json, ...signed(notice.id, body) }, body }, signal)
      },
    }),
  )
  const posted = (kind: 'slack' | 'teams', url: URL, bodyOf: (text: NoticeText) => string): NoticeDestination => ({
    id: kind,
    kind,
    place: url.host,
    send: async (notice, signal) => {
      const body = bodyOf(await textOf(notice, notices, writer))
      await client.post(url, { headers: json, body }, signal)
    },
  })
  return [
    ...webhooks,
    ...(notices.slack === null ? [] : [posted('slack', notices.slack, slackBody)]),
    ...(notices.teams === null ? [] : [posted('teams', notices.teams, teamsBody)]),
  ]
}

/** The configured receiver of the audit, or null. */
export function createAuditReceiver(
  { audit, notices, allowPrivate, network }: OutboundConfig,
  { client, now }: { client: OutboundClient; now: () => number },
): AuditReceiver | null {
  if (audit === null) return null
  if (audit.protocol.startsWith('syslog'))
    return createSyslogReceiver({ url: audit, extraCa: network.extraCa, allowPrivate })
  const key = notices.secret === null ? null : webhookKey(notices.secret)
  return {
    protocol: audit.protocol === 'https:' ? 'https' : 'http',
    place: audit.host,
    send: async (entries, signal) => {
      const body = entries.map(({ chained }) => `${JSON.stringify(chained)}\n`).join('')
      const id = `audit-${entries[0]?.seq ?? 0}-${entries.at(-1)?.seq ?? 0}`
      const signature = key === null ? {} : signWebhook(key, { id, at: now(), body })
      await client.post(audit, { headers: { 'content-type': 'application/x-ndjson', ...signature }, body }, signal)
    },
  }
}
