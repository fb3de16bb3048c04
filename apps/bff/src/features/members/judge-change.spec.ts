import { permissionsOf } from '@muster/core/permission'
import { englishText } from '@muster/wording/english'
import { expect, test } from 'vitest'
import { refuseChange, refuseRole } from './judge-change.ts'
import { builtIn } from './manage-roles.ts'
import type { MemberRecord } from './ports.ts'

const ben: MemberRecord = {
  id: 'ben',
  email: 'ben@example.com',
  name: 'Ben',
  role: 'owner',
  roleName: null,
  granted: null,
  scope: null,
  createdAt: 0,
  joinedAt: 0,
  disabledAt: null,
  lastSignInAt: null,
  invitedUntil: null,
  sessions: 0,
  tokens: 0,
  hasPassphrase: true,
  hasTotp: false,
  passkeys: 0,
}
const owner = { id: 'ana', permissions: permissionsOf('owner') }
const editor = { id: 'leo', permissions: [...permissionsOf('editor'), 'members:manage' as const] }
const none = () => false
const any = () => true

test.each(['disable', 'remove', 'role'] as const)('the last owner stays: %s is refused', (kind) => {
  const change = kind === 'role' ? ({ kind, role: builtIn('viewer') } as const) : ({ kind } as const)
  const refusal = refuseChange({ actor: owner, member: ben, otherOwners: 0 }, change, any)
  expect(refusal && englishText(refusal)).toBe('This is the last owner. Make another member an owner first.')
  expect(refuseChange({ actor: owner, member: ben, otherOwners: 1 }, change, any)).toBeNull()
})

test.each(['disable', 'enable', 'remove', 'invite_again'] as const)('members cannot %s themselves', (kind) => {
  const refusal = refuseChange({ actor: owner, member: { ...ben, id: 'ana' }, otherOwners: 1 }, { kind }, any)
  expect(refusal?.code).toBe('problem.own_membership')
})

test('a member cannot change their own role, but can sign out everywhere', () => {
  const facts = {
    actor: { ...editor, id: 'ana' },
    member: { ...ben, id: 'ana', role: 'viewer' as const },
    otherOwners: 1,
  }
  expect(refuseChange(facts, { kind: 'role', role: builtIn('owner') }, any)?.code).toBe('problem.own_membership')
  expect(refuseChange(facts, { kind: 'sign_out' }, any)).toBeNull()
})

test('a role with more permissions than that of the actor is neither granted nor taken away', () => {
  const actor = editor
  const facts = { actor, member: { ...ben, role: 'viewer' as const }, otherOwners: 1 }
  expect(refuseChange(facts, { kind: 'role', role: builtIn('owner') }, any)?.code).toBe('problem.role_above_yours')
  expect(refuseChange({ actor, member: ben, otherOwners: 1 }, { kind: 'disable' }, any)?.code).toBe(
    'problem.member_above_you',
  )
  expect(refuseRole(editor, { role: builtIn('owner'), email: 'leo@example.com', scope: null }, any)?.code).toBe(
    'problem.role_above_yours',
  )
})

test('only members that the configuration names become owners, also by being enabled', () => {
  const disabled = { ...ben, disabledAt: 1 }
  const facts = { actor: owner, otherOwners: 1 }
  expect(
    refuseChange({ ...facts, member: { ...ben, role: 'viewer' } }, { kind: 'role', role: builtIn('owner') }, none)
      ?.code,
  ).toBe('problem.owner_not_named')
  expect(refuseChange({ ...facts, member: disabled }, { kind: 'enable' }, none)?.code).toBe('problem.owner_not_named')
  expect(refuseChange({ ...facts, member: disabled }, { kind: 'enable' }, any)).toBeNull()
})
