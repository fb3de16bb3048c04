import { appendFileSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import * as z from 'zod/mini'
import type { Head, SignedHeads } from '../../features/audit/ports.ts'
import type { SigningKey } from './signing-key.ts'
import { type TrustedKeys, verifySigned } from './verify-signed.ts'

const headKind = 'muster-audit-head+jws'
const headSchema = z.object({ seq: z.int(), hash: z.string(), at: z.string(), restoredAfter: z.optional(z.int()) })

/** A file gets all heads; a folder gets one file for each key, so replicas with keys of their own can share it. */
const isFile = (place: string) =>
  place.endsWith('.jsonl') || (statSync(place, { throwIfNoEntry: false })?.isFile() ?? false)

function filesOf(place: string): readonly string[] {
  if (isFile(place)) return [place]
  const names = statSync(place, { throwIfNoEntry: false }) === undefined ? [] : readdirSync(place)
  return names.filter((name) => name.endsWith('.jsonl')).map((name) => join(place, name))
}

/** Lines whose signatures are verified before other work has its turn. */
const chunk = 100

async function linesOf(file: string): Promise<readonly string[]> {
  if (statSync(file, { throwIfNoEntry: false }) === undefined) return []
  return (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '')
}

/** Each line as a head, or null. */
async function verified(lines: readonly string[], keys: TrustedKeys): Promise<readonly (Head | null)[]> {
  const read: (Head | null)[] = []
  for (let at = 0; at < lines.length; at += chunk) {
    const heads = lines
      .slice(at, at + chunk)
      .map(async (line) => headSchema.safeParse(await verifySigned(line, headKind, keys)).data ?? null)
    read.push(...(await Promise.all(heads)))
    await setImmediate()
  }
  return read
}

/** The signed heads at a place, in the order of the chain. */
export async function readHeads(place: string, keys: TrustedKeys): Promise<SignedHeads> {
  const lines = (await Promise.all(filesOf(place).map(linesOf))).flat()
  const read = await verified(lines, keys)
  const heads = read.filter((head) => head !== null)
  const restores = heads.filter((head) => head.restoredAfter !== undefined)
  const isLost = (head: Head) => restores.some(({ at, restoredAfter = 0 }) => head.at < at && head.seq > restoredAfter)
  return {
    anchors: heads.filter((head) => !isLost(head)).toSorted((a, b) => a.seq - b.seq),
    invalid: read.length - heads.length,
    restores: restores.length,
  }
}

/** Signs heads and appends them to a place outside of the database. */
export function createHeadsFile(place: string, key: SigningKey) {
  const file = isFile(place) ? place : join(place, `${key.kid}.jsonl`)
  return {
    /** Returns the signed head. */
    append: async (head: Head): Promise<string> => {
      const jws = await key.sign(headKind, head)
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
      appendFileSync(file, `${jws}\n`, { mode: 0o600, flush: true })
      return jws
    },
  }
}
