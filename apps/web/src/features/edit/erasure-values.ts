import { t } from '@lingui/core/macro'
import * as z from 'zod/mini'
import { listValues, usableList } from './fields/pasted-identifiers.ts'
import type { PlanRequest } from './queries.ts'

type EraseChange = Extract<PlanRequest['change'], { kind: 'erase' }>

const valuesSchema = z.object({
  ...listValues,
  /** Null: not chosen yet. There is no default. */
  scope: z.nullable(z.enum(['all_bots', 'bots'])),
  botIds: z.array(z.string()),
})
export type ErasureValues = z.output<typeof valuesSchema>

/** The rules of the form. `hasTarget`: the people are selected already, so there is no list of identifiers. */
export function erasureSchema(hasTarget: boolean) {
  const scoped = valuesSchema.check(
    z.refine(({ scope }) => scope !== null, { error: t`Choose the bots whose data is erased`, path: ['scope'] }),
    z.refine(({ scope, botIds }) => scope !== 'bots' || botIds.length > 0, {
      error: t`Choose at least one bot`,
      path: ['botIds'],
    }),
  )
  return hasTarget ? scoped : scoped.check(usableList)
}

/** The requested erasure. */
export const toErasure = ({ scope, botIds }: ErasureValues): EraseChange => ({
  kind: 'erase',
  scope: scope === 'all_bots' ? { kind: 'all_bots' } : { kind: 'bots', botIds },
})
