import type { BatchLedger, LearnedBatch } from '../../../features/kore/ports.ts'

/** The batches of a single process without other replicas. */
export function createMemoryBatchLedger(): BatchLedger {
  const kept = new Map<string, LearnedBatch>()
  return {
    read: async () => new Map(kept),
    save: async (endpoint, learned) => void kept.set(endpoint, learned),
  }
}
