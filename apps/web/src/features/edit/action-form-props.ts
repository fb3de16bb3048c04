import type { Target } from '../../lib/target.ts'
import type { PlanRequest } from './queries.ts'

/** What every form of this feature gets. */
export interface ActionFormProps {
  readonly target: Target | null
  readonly busy: boolean
  readonly error: unknown
  /** Called when the form begins or ceases to hold changes. */
  readonly onDirty: (isDirty: boolean) => void
  readonly onCancel: () => void
  readonly onSubmit: (request: PlanRequest) => void
}
