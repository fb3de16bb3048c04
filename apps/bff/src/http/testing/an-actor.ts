import { permissionsOfMember } from '@muster/core/permission'
import type { Actor } from '../session/actor.ts'

/** The member of tests: an owner, unless given otherwise. */
export const anActor = (more: Partial<Actor> = {}): Actor => ({
  memberId: 'm-1',
  email: 'ana@example.com',
  name: 'Ana',
  role: 'owner',
  roleName: null,
  granted: null,
  scope: null,
  permissions: permissionsOfMember({ role: 'owner', granted: null, scope: null, ...more }),
  language: null,
  ...more,
})
