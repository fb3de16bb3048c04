import { englishText } from '@muster/wording/english'
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
    pairs: [
      { group: 'Leads', role: { custom: 'team lead' } },
      { group: 'Viewers', role: { builtIn: 'viewer' as const } },
    ],
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
  isLimited: false,
  isDisabled: false,
  hasJoined: true,
  isInvited: false,
})

test.each([[['Viewers']], [[]]])('groups %j leave the administrator of the configuration an owner', (groups) => {
  const decided = (email: string) =>
    decideIdentity(
      { ...identity, groups },
      { known: owner(email), byEmail: null, otherOwners: 1, customRoles: [] },
      context,
    )
  expect(decided('ana@example.com')).toMatchObject({ kind: 'enter', role: 'owner', audit: [] })
  expect(decided('ben@example.com')).toMatchObject(
    groups.length > 0 ? { kind: 'enter', role: 'viewer' } : { kind: 'refuse', refusal: 'no_role' },
  )
})

test('a group gives a custom role by its name, while the role exists', () => {
  const editor: CandidateMember = { ...owner('ben@example.com'), role: 'editor' }
  const decided = (groups: readonly string[], names: readonly string[], known: CandidateMember | null = editor) => {
    const customRoles = names.map((name) => ({ id: `r-${name}`, name, isOwner: false }))
    return decideIdentity(
      { ...identity, groups, verifiedEmail: 'ben@example.com' },
      { known, byEmail: null, otherOwners: 1, customRoles },
      context,
    )
  }
  const entered = decided(['Viewers', 'Leads'], ['Night shift', 'Team Lead'])
  expect(entered).toMatchObject({ kind: 'enter', role: 'r-Team Lead' })
  expect('audit' in entered && englishText(entered.audit[0]?.sentence ?? '')).toContain('Team Lead')
  expect(decided(['Leads'], ['Team Lead'], null)).toMatchObject({ kind: 'create', member: { role: 'r-Team Lead' } })
  // Where the role is gone, the next pair does not decide: it may give more.
  expect(decided(['Leads', 'Viewers'], [])).toMatchObject({ kind: 'refuse', refusal: 'no_role' })
  expect(decided(['Leads'], [])).toMatchObject({
    kind: 'refuse',
    refusal: 'no_role',
    endsSessionsOf: 'ben@example.com',
  })
})

test('a group makes no owner of a limited member: the next pair gives the role', () => {
  const pairs = [{ group: 'Bosses', role: { builtIn: 'owner' as const } }, ...context.rules.pairs]
  const editor: CandidateMember = { ...owner('ben@example.com'), role: 'editor' }
  const decided = (groups: readonly string[], isLimited: boolean) =>
    decideIdentity(
      { ...identity, groups },
      { known: { ...editor, isLimited }, byEmail: null, otherOwners: 1, customRoles: [] },
      { ...context, rules: { ...context.rules, pairs } },
    )
  expect(decided(['Bosses', 'Viewers'], false)).toMatchObject({ kind: 'enter', role: 'owner' })
  expect(decided(['Bosses', 'Viewers'], true)).toMatchObject({ kind: 'enter', role: 'viewer' })
  expect(decided(['Bosses'], true)).toMatchObject({ kind: 'refuse', refusal: 'no_role' })
})
