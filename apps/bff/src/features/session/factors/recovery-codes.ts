import { randomBytes } from 'node:crypto'
import { hashToken } from '../../../http/session/session-cookie.ts'
import { base32 } from './totp.ts'

const recoveryCodeCount = 10

/** Ten codes of 80 bits. Dashes and case do not matter when one is entered. */
export const newRecoveryCodes = (): readonly string[] =>
  Array.from({ length: recoveryCodeCount }, () => (base32(randomBytes(10)).match(/.{4}/g) ?? []).join('-'))

/** The stored form of a recovery code. 80 random bits need no slow hash. */
export const hashRecoveryCode = (code: string): string => hashToken(code.toUpperCase().replaceAll(/[\s-]/g, ''))
