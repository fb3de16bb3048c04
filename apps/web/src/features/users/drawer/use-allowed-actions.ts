import { useMay } from '../../../lib/session.ts'
import type { Action } from '../../../lib/target.ts'

/** What the person signed in may ask of users. */
export function useAllowedActions(): readonly Action[] {
  const mayPlan = useMay('plans:write')
  const allowed = [
    ['edit', useMay('users:edit')],
    ['remove', useMay('users:remove')],
    ['erase', useMay('users:erase')],
  ] as const
  return allowed.flatMap(([action, may]) => (may && mayPlan ? [action] : []))
}
