import type { Identifier } from '@muster/core/account/user'
import { wellKnown } from '@muster/kore-sandbox'
import { expect, test } from 'vitest'
import { gatewayOnSandbox, now } from '../testing/gateway.fixture.ts'

test.each<Identifier>([
  { by: 'email', value: 'Ana Lee <ana@example.com>' },
  { by: 'email', value: 'mailto:ana@example.com' },
  { by: 'userId', value: 'u-1' },
  { by: 'orgUserId', value: 'E100; E101' },
  { by: 'channelUserId', value: '"12345678"', channelId: null },
  { by: 'channelUserId', value: '12345678', channelId: '<web>' },
])(
  'refuses an erasure for %j, which is not an identifier, with its whole call before it is sent',
  async (identifier) => {
    const { gateway, sandbox } = await gatewayOnSandbox({ users: 60 })
    const before = sandbox.ledger.calls().length
    const identifiers = [{ by: 'email', value: wellKnown.customer } as const, identifier]
    const result = await gateway.writer.eraseUsersData(
      { keys: ['k1', 'k2'], identifiers, scope: { kind: 'all_bots' } },
      now,
    )
    expect(result).toMatchObject({ kind: 'refused', cause: 'identifier_invalid', status: 0 })
    expect(sandbox.ledger.calls()).toHaveLength(before)
    expect(sandbox.ledger.effects()).toEqual([])
  },
)
