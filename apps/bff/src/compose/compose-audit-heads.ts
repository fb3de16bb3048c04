import type { KoreNetwork } from '../adapters/kore/transport/settings.ts'
import { createOutboundClient } from '../adapters/outbound/outbound-client.ts'
import { createHeadPoster } from '../adapters/signing/head-poster.ts'
import { createHeadsFile, readHeads } from '../adapters/signing/heads-file.ts'
import { openSigningKey, readPublicKeys } from '../adapters/signing/signing-key.ts'
import { trustedKeys, verifySigned } from '../adapters/signing/verify-signed.ts'
import type { Clock } from '../clock.ts'
import type { AuditHeadsConfig } from '../config/config-audit-heads.ts'
import { acceptRestore } from '../features/audit/accept-restore.ts'
import type { AuditStore, Head, Heads } from '../features/audit/ports.ts'
import { startSigningHeads } from '../features/audit/sign-heads.ts'
import type { ReceiptSigner } from '../features/erasures/ports.ts'
import type { Log } from '../http/log.ts'

const receiptKind = 'muster-erasure-receipt+jws'

/** The key that signs, and the heads of the audit that it signed. */
export async function composeAuditHeads(
  config: AuditHeadsConfig,
  { network, ...deps }: { audit: AuditStore; clock: Clock; log: Log; network: KoreNetwork },
) {
  const key = await openSigningKey(config.signingKeyFile)
  const earlier = config.publicKeysFile === null ? [] : readPublicKeys(config.publicKeysFile)
  const keys = await trustedKeys([key.publicKey, ...earlier])
  const file = createHeadsFile(config.heads, key)
  const collector = createCollector(config.headsUrl, network)
  const append = async (head: Head) => {
    const signed = await file.append(head)
    collector.poster?.add(signed)
  }
  const onError = logOnce(deps.log)
  const signing = startSigningHeads({ ...deps, append, deliver: async () => collector.poster?.flush(), onError })
  const heads: Heads = { read: () => readHeads(config.heads, keys), signNow: signing.signNow }
  const receipts: ReceiptSigner = {
    sign: (receipt) => key.sign(receiptKind, receipt),
    verify: (jws) => verifySigned(jws, receiptKind, keys),
  }
  return {
    keyId: key.kid,
    receipts,
    heads,
    acceptRestore: () => acceptRestore({ ...deps, heads, append }).catch(onError),
    stop: async () => {
      await signing.stop()
      await collector.close()
    },
  }
}

/** Where signed heads are posted: an address that the configuration names, so one in the own network is right. */
function createCollector(url: string | null, network: KoreNetwork) {
  if (url === null) return { poster: null, close: async () => {} }
  const client = createOutboundClient(network, { allowPrivate: true })
  const headers = { 'content-type': 'application/jose' }
  const post = (jws: string) => client.post(new URL(url), { headers, body: jws }, new AbortController().signal)
  return { poster: createHeadPoster(post), close: () => client.close() }
}

/** A place that stays unwritable fails every few seconds: each reason is logged once. */
function logOnce(log: Log): (error: unknown) => void {
  let last = ''
  return (error) => {
    const reason = String(error)
    if (reason !== last) log.error({ error }, 'Could not sign or deliver a head of the audit; Muster retries')
    last = reason
  }
}

export type AuditHeads = Awaited<ReturnType<typeof composeAuditHeads>>
