import { budgetStoreContract } from '../../kore/budget/budget-store.contract.ts'
import { createBudgetStore } from '../../kore/budget/budget-store.ts'
import { describeOnEachStorage } from '../testing/storage-suites.ts'
import { createSqlBudgetLedger } from './kore-budget-store.ts'

describeOnEachStorage('the shared budget of calls', (open) => {
  budgetStoreContract(async () =>
    createBudgetStore(createSqlBudgetLedger((await open()).db, 'https://kore.example cs-1')),
  )
})
