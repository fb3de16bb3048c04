import { allUserRoles } from './all-user-roles.ts'
import { getBots } from './bots.ts'
import type { KoreEndpoint } from './endpoint.ts'
import { eraseStatus } from './erase-status.ts'
import { eraseUsersData } from './erase-users-data.ts'
import { getGroups } from './groups.ts'
import { removeUsers } from './remove-users.ts'
import { exportRoles, getRoles } from './roles.ts'
import { updateUsers } from './update-users.ts'
import { usersInfo } from './users-info.ts'

/** Every Kore.ai call this product makes. */
export const koreEndpoints: readonly KoreEndpoint[] = [
  updateUsers,
  removeUsers,
  eraseUsersData,
  eraseStatus,
  usersInfo,
  allUserRoles,
  getGroups,
  getRoles,
  exportRoles,
  getBots,
]
