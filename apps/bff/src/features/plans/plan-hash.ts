import { createHash } from 'node:crypto'

/**
 * The hash of a plan: the SHA-256, in hex, over the digests of its blocks in order. The store has the digest of the bytes
 * of each block, so the hash commits to exactly what is stored.
 */
export function createPlanHash() {
  const hash = createHash('sha256')
  return { add: (digest: string) => void hash.update(digest), digest: () => hash.digest('hex') }
}
