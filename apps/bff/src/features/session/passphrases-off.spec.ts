import { expect, test } from 'vitest'
import { newId } from '../../adapters/storage/database/new-id.ts'
import { createSqlFactorStore } from '../../adapters/storage/session/factors-store.ts'
import { createSqlInvitationStore } from '../../adapters/storage/session/invitations-store.ts'
import { createSqlMemberStore } from '../../adapters/storage/session/members-store.ts'
import { describeOnEachStorage } from '../../adapters/storage/testing/storage-suites.ts'
import { withoutPassphrases } from './passphrases-off.ts'

describeOnEachStorage('passphrases of members that are off', (open) => {
  test('fit for the administrator only', async () => {
    const { db } = await open()
    const stores = {
      members: createSqlMemberStore(db),
      invitations: createSqlInvitationStore(db),
      factors: createSqlFactorStore(db),
    }
    for (const name of ['ana', 'ben'])
      await stores.members.keepOwner({ email: `${name}@example.com`, name, passwordHash: `hash of ${newId()}` }, 0)
    const { members, factors } = withoutPassphrases(stores, { administrator: 'Ana@example.com', provider: 'Acme' })
    expect((await members.byEmail('ana@example.com'))?.passwordHash).toMatch(/^hash/)
    expect(await members.byEmail('ben@example.com')).toMatchObject({ name: 'ben', passwordHash: null })
    const ben = await members.byEmail('ben@example.com')
    expect((await factors.of(ben?.id ?? ''))?.passwordHash).toBeNull()
    const none = withoutPassphrases(stores, { administrator: null, provider: 'Acme' })
    expect((await none.members.byEmail('ana@example.com'))?.passwordHash).toBeNull()
  })
})
