import { isBuiltIn, type Membership } from '@muster/core/permission'
import type { Message } from '@muster/core/text/message'
import { message } from './message.ts'

/** The name of a role. */
export const roleMessage = ({ role, roleName }: Pick<Membership, 'role' | 'roleName'>): Message =>
  isBuiltIn(role) ? message(`role.${role}`) : message('role.custom', { name: roleName ?? role })
