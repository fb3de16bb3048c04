import type { CallCapacity } from '@muster/core/job/call-capacity'
import { usersInfo } from '@muster/kore-api/users-info'
import { budgetKey } from '../create-kore-gateway.ts'
import type { KoreSettings } from '../transport/settings.ts'
import { writeEndpoints } from '../write/write-endpoints.ts'
import { sizeOf } from './batch-sizes.ts'

/** What the calls of the account may carry, as learned so far and within its budget. */
export function jobCalls(settings: KoreSettings) {
  const { ratePerMinute, ratePerHour, batchSize } = settings
  return {
    connection: budgetKey(settings),
    capacityOf: (sizes: ReadonlyMap<string, number>): CallCapacity | null => {
      if (ratePerMinute === 0 || ratePerHour === 0) return null
      const users = {
        read: sizeOf(usersInfo, sizes.get(usersInfo.name), batchSize),
        update: sizeOf(writeEndpoints.update, sizes.get(writeEndpoints.update.name), batchSize),
        remove: sizeOf(writeEndpoints.remove, sizes.get(writeEndpoints.remove.name), batchSize),
        erase: sizeOf(writeEndpoints.erase, sizes.get(writeEndpoints.erase.name), batchSize),
      }
      return { users, perMinute: ratePerMinute, perHour: ratePerHour }
    },
  }
}
