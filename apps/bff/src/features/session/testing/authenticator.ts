import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import type { Assertion } from '@muster/contracts/values'

const present = 0x01
const verified = 0x04
const hasCredential = 0x40

interface Use {
  readonly challenge: string
  readonly origin?: string
  readonly rpId?: string
  readonly isVerified?: boolean
  readonly crossOrigin?: boolean
  readonly counter?: number
}

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest()

/** The head of a CBOR value of major type `kind` and length `size`, below 65,536. */
const head = (kind: number, size: number) => {
  if (size < 24) return Buffer.from([(kind << 5) | size])
  return size < 256 ? Buffer.from([(kind << 5) | 24, size]) : Buffer.from([(kind << 5) | 25, size >> 8, size & 0xff])
}
const text = (value: string) => Buffer.concat([head(3, value.length), Buffer.from(value)])
const bytes = (value: Buffer) => Buffer.concat([head(2, value.length), value])
const int = (value: number) => (value < 0 ? head(1, -1 - value) : head(0, value))

/** An authenticator in software: one passkey (ES256), whose responses a test can falsify. */
export function createAuthenticator(home: { readonly origin: string; readonly rpId: string }) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const id = randomBytes(16)
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const cose = Buffer.concat([
    head(5, 5),
    Buffer.concat([int(1), int(2), int(3), int(-7), int(-1), int(1)]),
    Buffer.concat([int(-2), bytes(Buffer.from(x, 'base64url')), int(-3), bytes(Buffer.from(y, 'base64url'))]),
  ])
  const clientData = (type: string, { challenge, origin = home.origin, crossOrigin = false }: Use) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin }))
  const authenticatorData = ({ rpId = home.rpId, isVerified = true, counter = 0 }: Use, more = Buffer.alloc(0)) => {
    const flags = present | (isVerified ? verified : 0) | (more.length > 0 ? hasCredential : 0)
    const count = Buffer.alloc(4)
    count.writeUInt32BE(counter)
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), count, more])
  }
  return {
    /** The response to a challenge to add a passkey. */
    create: (use: Use) => {
      const credential = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, cose])
      const authData = authenticatorData(use, credential)
      const attestation = [text('fmt'), text('none'), text('attStmt'), head(5, 0), text('authData'), bytes(authData)]
      return {
        id: id.toString('base64url'),
        clientDataJSON: clientData('webauthn.create', use).toString('base64url'),
        attestationObject: Buffer.concat([head(5, 3), ...attestation]).toString('base64url'),
      }
    },
    /** The response to a challenge to use it. */
    use: (use: Use): Assertion => {
      const data = authenticatorData(use)
      const client = clientData('webauthn.get', use)
      return {
        id: id.toString('base64url'),
        clientDataJSON: client.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: sign('sha256', Buffer.concat([data, sha256(client)]), privateKey).toString('base64url'),
      }
    },
  }
}
