import { t } from '@lingui/core/macro'
import type { Identifier } from '@muster/core/account/user'
import { type IdentifierKind, isIdentifier, readIdentifier } from '@muster/core/identifier/read-identifier'
import * as z from 'zod/mini'

/** Kinds of identifier on offer for a correction. A channel identity needs its channel, so only one that exists keeps it. */
export function offeredKinds(current: IdentifierKind): readonly IdentifierKind[] {
  return current === 'channelUserId' ? ['channelUserId', 'email', 'orgUserId'] : ['email', 'orgUserId', 'userId']
}

/** The corrected identifier, without surrounding characters; null if it is invalid or unchanged. */
export function correctedIdentifier(identifier: Identifier, by: IdentifierKind, text: string): Identifier | null {
  const reading = readIdentifier(by, text)
  const value = reading.kind === 'one' ? reading.value : ''
  if (value === '' || (by === identifier.by && value === identifier.value)) return null
  const corrected = by === identifier.by ? { ...identifier, value } : by === 'channelUserId' ? null : { by, value }
  return corrected !== null && isIdentifier(corrected) ? corrected : null
}

const kinds = ['email', 'orgUserId', 'userId', 'channelUserId'] as const satisfies readonly IdentifierKind[]

/** The form of a correction, which becomes the corrected identifier. */
export const correctionSchema = (identifier: Identifier) =>
  z.pipe(
    z.object({ by: z.enum(kinds), value: z.string() }),
    z.transform(({ by, value }, context): Identifier => {
      const corrected = correctedIdentifier(identifier, by, value)
      if (corrected !== null) return corrected
      context.issues.push({
        code: 'custom',
        input: value,
        path: ['value'],
        message: t`Enter an identifier of this type, different from the current one`,
      })
      return z.NEVER
    }),
  )
