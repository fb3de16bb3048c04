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
  const append = async (head: Head) => {
    const jws = await file.append(head)
    if (config.headsUrl === null) return
    await postHead(config.headsUrl, jws).catch((error: unknown) =>
      deps.log.warn({ error }, 'Could not post a signed head of the audit; the next one is posted again'),
    )
  }
  const onError = logOnce(deps.log)
  const signing = startSigningHeads({ ...deps, append, onError })
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
    if (reason !== last) log.error({ error }, 'Could not sign a head of the audit; Muster retries')
    last = reason
  }
}

export type Proof = Awaited<ReturnType<typeof composeProof>>
