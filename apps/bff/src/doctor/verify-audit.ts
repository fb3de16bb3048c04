import { createReadStream, existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { readHeads } from '../adapters/signing/heads-file.ts'
import { openSigningKey, readPublicKeys } from '../adapters/signing/signing-key.ts'
import { trustedKeys } from '../adapters/signing/verify-signed.ts'
import { createSqlAuditStore } from '../adapters/storage/audit/audit-store.ts'
import { createChainWalk } from '../adapters/storage/audit/chain-walk.ts'
import { readExportedEntry } from '../adapters/storage/audit/exported-entry.ts'
import { openStorage } from '../adapters/storage/open-storage.ts'
import { type AuditHeadsConfig, readAuditHeads } from '../config/config-audit-heads.ts'
import { createConfigSource } from '../config/config-source.ts'
import type { ChainCheck, SignedHeads } from '../features/audit/ports.ts'
import type { Place } from './store-location.ts'

const faults = {
  changed: 'it was changed, removed or inserted',
  cut: 'it and all later entries are missing, or the export is older than the newest signed head',
  rebuilt: 'it contradicts a signed head: the chain was rebuilt, or an older backup was restored',
} as const

/**
 * Verifies the audit of the store, or of an export, against the signed heads. Throws with the first entry that does not
 * match. Options: `--export`, `--heads`, `--key` (public keys in PEM).
 */
export async function verifyAudit(place: Place, env: Record<string, string | undefined>, args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: { export: { type: 'string' }, heads: { type: 'string' }, key: { type: 'string' } },
  })
  const config = readAuditHeads(createConfigSource(env))
  const heads = await headsOf(config, values)
  const check = values.export === undefined ? await checkStore(place, heads) : await checkExport(values.export, heads)
  if (check.fault !== null)
    throw new Error(`Entry ${check.firstBad} is the first that does not match: ${faults[check.fault]}.`)
  return summary(check, heads)
}

async function headsOf(
  config: AuditHeadsConfig,
  { heads = config.heads, key }: { readonly heads?: string | undefined; readonly key?: string | undefined },
): Promise<SignedHeads> {
  if (key !== undefined) return readHeads(heads, await trustedKeys(readPublicKeys(key)))
  if (!existsSync(config.signingKeyFile))
    throw new Error(`There is no signing key at ${config.signingKeyFile}. Name the public key with --key.`)
  const earlier = config.publicKeysFile === null ? [] : readPublicKeys(config.publicKeysFile)
  const { publicKey } = await openSigningKey(config.signingKeyFile)
  return readHeads(heads, await trustedKeys([publicKey, ...earlier]))
}

async function checkStore({ dataDir, databaseUrl }: Place, { anchors }: SignedHeads): Promise<ChainCheck> {
  const storage = await openStorage(
    databaseUrl === null ? { kind: 'pglite', dataDir } : { kind: 'postgres', url: databaseUrl },
  )
  try {
    return await createSqlAuditStore(storage.db).verify(anchors, new AbortController().signal)
  } finally {
    await storage.close()
  }
}

async function checkExport(file: string, { anchors }: SignedHeads): Promise<ChainCheck> {
  const walk = createChainWalk(anchors)
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const entry = readExportedEntry(line)
    if (entry === null) throw new Error(`Line ${walk.entries() + 1} of ${file} is not an exported entry.`)
    if (!walk.take(entry)) break
  }
  return walk.result()
}

function summary({ entries, erased, anchor, head }: ChainCheck, { anchors, invalid }: SignedHeads): string {
  const lines = [`${entries} entries match, up to the hash ${head ?? 'none'}.`]
  if (erased > 0) lines.push(`The personal fields of ${erased} of them are erased.`)
  lines.push(
    anchor === null
      ? 'No signed head confirms the chain: a chain rebuilt as a whole would look the same.'
      : `${anchors.length} signed heads confirm it, the newest at entry ${anchor.seq}, signed ${anchor.at}.`,
  )
  if (invalid > 0) lines.push(`${invalid} lines of the heads are not signed by a known key.`)
  return lines.join('\n')
}
