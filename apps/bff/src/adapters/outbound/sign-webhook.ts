import { createHmac } from 'node:crypto'

/** The key of a secret: base64 after `whsec_`, as other programs write it, otherwise its own bytes. */
export function webhookKey(secret: Buffer): Buffer {
  const text = secret.toString('utf8')
  return text.startsWith('whsec_') ? Buffer.from(text.slice('whsec_'.length), 'base64') : secret
}

/**
 * Headers of a signed webhook by the specification Standard Webhooks: HMAC-SHA256 of ID, time and body. A receiver
 * refuses old times and known IDs; the ID is the same for every attempt.
 */
export function signWebhook(
  key: Buffer,
  { id, at, body }: { readonly id: string; readonly at: number; readonly body: string },
): Record<string, string> {
  const timestamp = String(Math.floor(at / 1000))
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
}
