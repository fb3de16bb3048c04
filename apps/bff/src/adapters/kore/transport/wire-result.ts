export interface WireResponse {
  readonly status: number
  readonly mediaType: string | null
  readonly retryAfter: string | null
  /** The `Date` header. */
  readonly date: string | null
  readonly body: Buffer
}

/**
 * The network result of one call.
 * - `not_sent`: no byte of the request can have reached Kore.ai's application: no connection (refused, name, TLS, deadline).
 * - `in_doubt`: the request was handed to a connection and no complete response came back.
 */
export type WireResult =
  | { readonly kind: 'response'; readonly response: WireResponse }
  | { readonly kind: 'not_sent'; readonly reason: string; readonly code: string | null }
  | { readonly kind: 'in_doubt'; readonly reason: string; readonly code: string | null }

/** Codes of calls that Muster stopped itself, beside those of the network. */
export const stopCodes = {
  late: 'MUSTER_LATE_RESPONSE',
  large: 'MUSTER_LARGE_RESPONSE',
  canceled: 'MUSTER_CANCELED',
} as const
