import { getRetention, type RetentionKind } from '@muster/contracts/retention/retention'
import { type BoundRoute, bind } from '../../http/route-handler.ts'
import type { KeptFor, RetentionStore } from './ports.ts'

export function retentionRoutes(deps: {
  readonly retention: RetentionStore
  readonly keptFor: Readonly<Record<RetentionKind, KeptFor>>
}): BoundRoute[] {
  return [
    bind(getRetention, async () => {
      const kept = await deps.retention.list()
      const items = kept.map(({ kind, count, oldest }) => ({
        kind,
        ...deps.keptFor[kind],
        count,
        oldest: oldest === null ? null : new Date(oldest).toISOString(),
      }))
      return { status: 200, json: { items } }
    }),
  ]
}
