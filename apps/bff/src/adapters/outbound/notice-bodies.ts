import type { Environment } from '@muster/core/environment'
import type { OutgoingNotice } from '../../features/notices/ports.ts'

/** A notice as text in the configured language. */
export interface NoticeText {
  /** One sentence with the account. */
  readonly text: string
  /** The sentence of the audit, where names of people are permitted. */
  readonly detail: string | null
  readonly url: string
  /** Label of the link. */
  readonly open: string
}

export interface NoticeAccount {
  readonly account: string
  readonly environment: Environment
}

/** The body of a webhook. */
export function webhookBody(
  { id, at, notice }: OutgoingNotice,
  { text, detail, url }: NoticeText,
  account: NoticeAccount,
) {
  return JSON.stringify({
    id,
    type: notice.kind,
    timestamp: new Date(at).toISOString(),
    data: {
      ...account,
      text,
      url,
      ...(notice.jobId === null ? {} : { jobId: notice.jobId }),
      ...(notice.failed === null ? {} : { failed: notice.failed }),
      ...(detail === null ? {} : { detail }),
    },
  })
}

/** Slack reads these three as markup. */
const slackText = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** The body of an incoming webhook of Slack. */
export function slackBody({ text, detail, url, open }: NoticeText): string {
  const lines = [text, ...(detail === null ? [] : [detail])].map(slackText)
  const link = `<${encodeURI(decodeURI(url)).replaceAll('|', '%7C').replaceAll('>', '%3E')}|${slackText(open)}>`
  return JSON.stringify({ text: [...lines, link].join('\n') })
}

/** Characters that start or format something in the markdown of a card. */
const cardText = (text: string) => text.replaceAll(/[\\`*_{}[\]()#+!~>|-]/g, '\\$&')

/** The body of a workflow of Microsoft Teams that posts an adaptive card. */
export function teamsBody({ text, detail, url, open }: NoticeText): string {
  const block = (line: string, more: object) => ({ type: 'TextBlock', text: cardText(line), wrap: true, ...more })
  return JSON.stringify({
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body: [block(text, { weight: 'bolder' }), ...(detail === null ? [] : [block(detail, {})])],
          actions: [{ type: 'Action.OpenUrl', title: open, url }],
        },
      },
    ],
  })
}
