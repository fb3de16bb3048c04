import { eraseUsersData } from '@muster/kore-api/erase-users-data'
import { removeUsers } from '@muster/kore-api/remove-users'
import { updateUsers } from '@muster/kore-api/update-users'

/** The endpoint of each kind of change. */
export const writeEndpoints = { update: updateUsers, remove: removeUsers, erase: eraseUsersData } as const
