import { join } from 'node:path'
import type { ConfigSource } from './config-source.ts'
import { settings } from './settings.ts'

/** Where the signed heads of the audit are kept, outside of the database, and the keys. */
export interface AuditHeadsConfig {
  readonly signingKeyFile: string
  /** Public keys of earlier signing keys. */
  readonly publicKeysFile: string | null
  readonly heads: string
  readonly headsUrl: string | null
}

function isCollector(text: string): boolean {
  const url = URL.parse(text)
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && ['localhost', '127.0.0.1'].includes(url.hostname))
}

export function readAuditHeads(source: ConfigSource): AuditHeadsConfig {
  const dataDir = source.text(settings.dataDir)
  const headsUrl = source.text(settings.headsUrl)
  if (headsUrl !== null && !isCollector(headsUrl))
    source.problems.push('AUDIT_HEADS_URL must begin with https://, or with http:// on loopback.')
  return {
    signingKeyFile: source.text(settings.signingKeyFile) ?? join(dataDir, 'audit-signing-key.pem'),
    publicKeysFile: source.text(settings.publicKeysFile),
    heads: source.text(settings.heads) ?? join(dataDir, 'audit-heads'),
    headsUrl,
  }
}
