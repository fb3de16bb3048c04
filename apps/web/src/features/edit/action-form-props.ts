import type { Target } from '../../lib/target.ts'
import type { PlanRequest } from './queries.ts'

/** Props of every form of this feature. */
export interface ActionFormProps {
  readonly target: Target | null
  readonly request: { readonly isPending: boolean; readonly error: unknown }
  /** Called when the form gets or loses unsaved changes. */
  readonly onDirty: (isDirty: boolean) => void
  readonly onCancel: () => void
  readonly onSubmit: (request: PlanRequest) => void
}
