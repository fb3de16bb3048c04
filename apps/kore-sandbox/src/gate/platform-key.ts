import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { compactDecrypt } from 'jose'

/** The public half, as the console shows it with JWE enabled. Kore.ai docs: SDK Security. */
export type PlatformJwk = { readonly kty: 'RSA'; readonly n: string; readonly e: string; readonly kid: string }

export type PlatformKey = {
  readonly jwk: PlatformJwk
  /** The inner token, or undefined if it was not encrypted for this key. */
  readonly open: (token: string) => Promise<string | undefined>
}

/** The key that apps encrypt their tokens for. No page documents that the inner token is signed; this is our interpretation. */
export function createPlatformKey(): PlatformKey {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const { n = '', e = '' } = publicKey.export({ format: 'jwk' })
  const jwk = { kty: 'RSA', n, e, kid: `k-${randomUUID()}` } as const
  return {
    jwk,
    open: async (token) => {
      try {
        const { plaintext, protectedHeader } = await compactDecrypt(token, privateKey, {
          keyManagementAlgorithms: ['RSA-OAEP'],
          contentEncryptionAlgorithms: ['A128CBC-HS256', 'A128GCM', 'A256GCM'],
        })
        return protectedHeader.kid === jwk.kid ? new TextDecoder().decode(plaintext) : undefined
      } catch {
        // Kore.ai's response is the same for every invalid token.
        return undefined
      }
    },
  }
}
