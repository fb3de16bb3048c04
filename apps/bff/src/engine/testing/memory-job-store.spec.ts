import { systemClock } from '../../clock.ts'
import { anItem, aUser } from './an-item.ts'
import { createMemoryJobStore } from './memory-job-store.ts'
import { runStoreContract } from './run-store.contract.ts'

runStoreContract(async (many) => {
  const items = Array.from({ length: many }, (_, n) => anItem(n + 1, aUser(n + 1), 'update'))
  const { store, control } = createMemoryJobStore(items, systemClock)
  return { store, jobId: 'job', pause: async () => void control(['running'], 'pausing') }
})
