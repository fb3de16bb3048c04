import type { PlanSummary } from '../plan/plan.ts'

/** Admin roles that would be granted, also through a group: they hold for the whole account. A user who gets two counts twice. */
export function adminGrants({ effects }: Pick<PlanSummary, 'effects'>): number {
  const granted = effects.filter(
    ({ key, grantsAdmin }) => grantsAdmin === true || (key.startsWith('role:') && key.endsWith(':*')),
  )
  return granted.reduce((sum, { added }) => sum + added, 0)
}

/** Ignores case, spaces and the comma in "4,812", and nothing else. */
const normalize = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/(?<=\d),(?=\d{3}(?!\d))/g, '')

/** Whether the typed text confirms the plan. */
export function isConfirmed(
  confirmation: { readonly kind: 'none' } | { readonly kind: 'count' | 'word'; readonly text: string },
  typed: string | undefined,
): boolean {
  return confirmation.kind === 'none' || normalize(typed ?? '') === normalize(confirmation.text)
}
