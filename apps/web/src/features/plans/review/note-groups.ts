import { type CauseCode, causeCodes } from '@muster/core/outcome/cause'

/** Notes by code, the most frequent first; codes that meet nobody are left out. */
export function noteGroups(
  counts: Readonly<Partial<Record<CauseCode, number | undefined>>>,
): readonly { readonly code: CauseCode; readonly count: number }[] {
  return causeCodes
    .map((code) => ({ code, count: counts[code] ?? 0 }))
    .filter((group) => group.count > 0)
    .toSorted((one, other) => other.count - one.count)
}
