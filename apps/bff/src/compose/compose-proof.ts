import { createHeadPoster } from '../adapters/signing/head-poster.ts'
import { createHeadsFile, readHeads } from '../adapters/signing/heads-file.ts'
import { postHead } from '../adapters/signing/post-head.ts'
import { openSigningKey, readPublicKeys } from '../adapters/signing/signing-key.ts'
import { trustedKeys, verifySigned } from '../adapters/signing/verify-signed.ts'
import type { Clock } from '../clock.ts'
import type { ProofConfig } from '../config/config-proof.ts'
import { acceptRestore } from '../features/audit/accept-restore.ts'
import type { AuditStore, Head, Heads } from '../features/audit/ports.ts'
import { startSigningHeads } from '../features/audit/sign-heads.ts'
import type { ReceiptSigner } from '../features/erasures/ports.ts'
import type { Log } from '../http/log.ts'

const receiptKind = 'muster-erasure-receipt+jws'

/** The key that signs, and the heads of the audit that it signed. */
export async function composeProof(config: ProofConfig, deps: { audit: AuditStore; clock: Clock; log: Log }) {
  const key = await openSigningKey(config.signingKeyFile)
  const earlier = config.publicKeysFile === null ? [] : readPublicKeys(config.publicKeysFile)
  const keys = await trustedKeys([key.publicKey, ...earlier])
  const file = createHeadsFile(config.heads, key)
  const { headsUrl } = config
  const poster = headsUrl === null ? null : createHeadPoster((jws) => postHead(headsUrl, jws))
  const append = async (head: Head) => {
    const signed = await file.append(head)
    poster?.add(signed)
  }
  const onError = logOnce(deps.log)
  const signing = startSigningHeads({ ...deps, append, deliver: async () => poster?.flush(), onError })
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
    stop: () => signing.stop(),
  }
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

export type Proof = Awaited<ReturnType<typeof composeProof>>
