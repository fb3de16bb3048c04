import type { PlanItem } from './plan.ts'

function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const fields = new Map<string, unknown>(Object.entries(value))
  let written = ''
  for (const key of [...fields.keys()].toSorted(byCode)) {
    const inner = fields.get(key)
    if (inner !== undefined) written += `${written === '' ? '' : ','}${JSON.stringify(key)}:${canonical(inner)}`
  }
  return `{${written}}`
}

const byCode = (a: string, b: string): number => (a < b ? -1 : 1)

/**
 * An item as one JSON text that does not depend on the order its fields were written in. The hash of a plan is the
 * SHA-256 over these texts, each followed by a newline, in the order of `seq`.
 */
export function canonicalItem(item: PlanItem): string {
  return canonical(item)
}
