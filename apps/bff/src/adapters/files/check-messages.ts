import type { PackedRows } from '@muster/core/upload-block/packed-rows'
import type { CheckedBlock } from '@muster/core/upload-block/row-facts'
import type { CheckInput, CheckSources, CheckSummary, DirectoryKeys } from '../../features/uploads/check-ports.ts'

/** Calls of the thread to its owner: the functions of `CheckSources`. */
export interface SourceCalls extends DirectoryKeys {
  byIdentifiers: CheckSources['directory']['byIdentifiers']
  find: CheckSources['reportedItems']['find']
}
type CallOf<K extends keyof SourceCalls> = { readonly call: K; readonly args: Parameters<SourceCalls[K]> }
export type SourceCall = { [K in keyof SourceCalls]: CallOf<K> }[keyof SourceCalls]

/** Requests to the thread. */
export type CheckRequest =
  | { readonly kind: 'begin'; readonly input: CheckInput }
  | { readonly kind: 'take'; readonly id: number; readonly rows: PackedRows }
  | { readonly kind: 'end'; readonly id: number }
  /** `value`: what the call with this ID returns. */
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'refusal'; readonly id: number; readonly reason: string }

/** Its replies, and its own calls. */
export type CheckReply =
  | { readonly kind: 'checked'; readonly id: number; readonly block: CheckedBlock }
  | { readonly kind: 'ended'; readonly id: number; readonly summary: CheckSummary }
  | { readonly kind: 'failed'; readonly id: number; readonly reason: string }
  | { readonly kind: 'call'; readonly id: number; readonly call: SourceCall }
