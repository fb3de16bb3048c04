import { type CauseCode, causeCodes } from '@muster/core/outcome/cause'
import type { Disposition } from '@muster/core/plan/plan'

/** What a plan's page keeps in its address. */
export interface PlanSearch {
  readonly disposition?: Disposition
  /** Key of an effect. */
  readonly effect?: string
  readonly cause?: CauseCode
  readonly q?: string
}

const dispositions: readonly Disposition[] = ['change', 'unchanged', 'blocked']

/** Reads the address; what is not understood is left out. */
export function parsePlanSearch(raw: Readonly<Record<string, unknown>>): PlanSearch {
  const disposition = dispositions.find((known) => known === raw.disposition)
  const cause = causeCodes.find((known) => known === raw.cause)
  const effect = text(raw.effect)
  const q = text(raw.q)
  return {
    ...(disposition === undefined ? {} : { disposition }),
    ...(effect === undefined ? {} : { effect }),
    ...(cause === undefined ? {} : { cause }),
    ...(q === undefined ? {} : { q }),
  }
}

/** What the list of plans keeps in its address. */
export interface PlansSearch {
  readonly only?: 'not_applied'
}

export function parsePlansSearch(raw: Readonly<Record<string, unknown>>): PlansSearch {
  return raw.only === 'not_applied' ? { only: 'not_applied' } : {}
}

// The router reads a bare number in the address as a number.
function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}
