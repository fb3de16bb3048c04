import { describe } from 'vitest'
import { planStoreContract } from './plan-store.contract.ts'
import { createFakePlanStore } from './testing/fake-plan-store.ts'

describe('the fake plan store', () => {
  planStoreContract(async () => {
    const store = createFakePlanStore()
    return { store, jobs: store.jobs }
  })
})
