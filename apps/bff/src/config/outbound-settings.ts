import { languages, sourceLanguage } from '@muster/core/language'
import type { Setting } from './setting.ts'

/** Settings of what Muster sends to other programs: notices, and the entries of the audit. */
export const outboundSettings = {
  webhookUrls: {
    name: 'MUSTER_WEBHOOK_URLS',
    kind: 'secret',
    default: null,
    shownDefault: 'none',
    text: 'https addresses that notices are posted to, separated by commas, see [Notices](#notices)',
  },
  webhookSecret: {
    name: 'MUSTER_WEBHOOK_SECRET',
    kind: 'secret',
    default: null,
    shownDefault: 'none',
    text: 'signs the webhooks, 24 characters or more',
  },
  slackUrl: {
    name: 'MUSTER_NOTIFY_SLACK_URL',
    kind: 'secret',
    default: null,
    shownDefault: 'none',
    text: 'incoming webhook of Slack that receives notices',
  },
  teamsUrl: {
    name: 'MUSTER_NOTIFY_TEAMS_URL',
    kind: 'secret',
    default: null,
    shownDefault: 'none',
    text: 'workflow of Microsoft Teams that receives notices',
  },
  noticeEmails: {
    name: 'MUSTER_NOTIFY_EMAILS',
    kind: 'text',
    default: null,
    text: 'addresses that get every notice by email, separated by commas; members get those that concern them. Needs `SMTP_URL`',
  },
  noticeLanguage: {
    name: 'MUSTER_NOTIFY_LANGUAGE',
    kind: 'choice',
    default: sourceLanguage,
    values: languages,
    text: 'language of the notices',
  },
  noticeDetails: {
    name: 'MUSTER_NOTIFY_DETAILS',
    kind: 'flag',
    default: false,
    text: 'adds the sentence of the audit to notices, with names and emails',
  },
  outboundPrivate: {
    name: 'MUSTER_OUTBOUND_PRIVATE',
    kind: 'flag',
    default: false,
    text: 'allows private addresses (`10.0.0.0/8`, …) as receivers of notices and of the audit',
  },
  auditStreamUrl: {
    name: 'AUDIT_STREAM_URL',
    kind: 'secret',
    default: null,
    shownDefault: 'none',
    text: 'receives every entry of the audit: `https://…`, `syslog+tls://host:6514`, `syslog+tcp://…` or `syslog+udp://…`, see [Audit stream](#audit-stream)',
  },
} as const satisfies Readonly<Record<string, Setting>>
