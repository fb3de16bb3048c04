import { expect, test } from 'vitest'
import { decideIdentity } from './decide-identity.ts'
import type { CandidateMember, ProvenIdentity } from './ports.ts'

const identity: ProvenIdentity = {
  subject: 'sub',
  email: 'ana@example.com',
  verifiedEmail: 'ana@example.com',
  name: 'Ana',
  groups: [],
  authenticatedAt: null,
  statedAt: null,
  factors: [],
  sid: null,
}
const context = {
  rules: {
    pairs: [{ group: 'Viewers', role: 'viewer' as const }],
    defaultRole: null,
    isNamedOwner: () => true,
    isAdministrator: (email: string) => email === 'ana@example.com',
  },
  provider: 'Acme',
  address: '10.0.0.1',
}
const owner = (email: string): CandidateMember => ({
  id: email,
  email,
  role: 'owner',
  roleName: null,
  isDisabled: false,
  hasJoined: true,
  isInvited: false,
})

test.each([[['Viewers']], [[]]])('groups %j leave the administrator of the configuration an owner', (groups) => {
  const decided = (email: string) =>
    decideIdentity({ ...identity, groups }, { known: owner(email), byEmail: null, otherOwners: 1 }, context)
  expect(decided('ana@example.com')).toMatchObject({ kind: 'enter', role: 'owner', audit: [] })
  expect(decided('ben@example.com')).toMatchObject(
    groups.length > 0 ? { kind: 'enter', role: 'viewer' } : { kind: 'refuse', refusal: 'no_role' },
  )
})
