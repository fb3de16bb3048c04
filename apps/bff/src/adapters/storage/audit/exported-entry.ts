import * as z from 'zod/mini'
import type { ChainedEntry } from '../../../features/audit/ports.ts'

const text = z.nullable(z.string())

const schema: z.ZodMiniType<ChainedEntry> = z.object({
  seq: z.int(),
  at: z.string(),
  action: z.string(),
  outcome: text,
  jobId: text,
  actor: z.string(),
  token: text,
  address: text,
  session: text,
  actorSalt: text,
  actorCommitment: text,
  subjectUserId: text,
  subjectLabel: text,
  sentence: z.string(),
  message: text,
  subjectSalt: text,
  subjectCommitment: text,
  prevHash: z.string(),
  hash: z.string(),
})

/** An entry of an export as JSON Lines; null if the line is anything else. */
export function readExportedEntry(line: string): ChainedEntry | null {
  try {
    return schema.safeParse(JSON.parse(line)).data ?? null
  } catch {
    return null
  }
}
