import type { AuditEntry } from '@muster/contracts/audit'
import type { DestinationKind, Notice, NoticeKind } from '@muster/core/notice/notice'
import type { Message } from '@muster/core/text/message'

/** An entry of the audit. `chained` is its line of the export, with all that its verification needs. */
export type ExportedEntry = AuditEntry & { readonly chained: object }

/** An attempt that failed, with a reason for the settings page. */
export class OutboundError extends Error {
  override readonly name = 'OutboundError'
  readonly reason: Message

  constructor(reason: Message) {
    super(reason.code)
    this.reason = reason
  }
}

/** A notice as a destination gets it. The ID is the same for every attempt. */
export interface OutgoingNotice {
  readonly id: string
  readonly at: number
  readonly notice: Notice
}

/** A configured place that receives notices. Throws `OutboundError` if it does not accept one. */
export interface NoticeDestination {
  readonly id: string
  readonly kind: DestinationKind
  /** Shown in the settings; never the address, whose path may be a secret. */
  readonly place: string
  send(notice: OutgoingNotice, signal: AbortSignal): Promise<void>
}

/** A configured place that receives every entry of the audit. Throws `OutboundError` if it did not read all of them. */
export interface AuditReceiver {
  readonly protocol: 'https' | 'http' | 'syslog+tls' | 'syslog+tcp' | 'syslog+udp'
  readonly place: string
  send(entries: readonly ExportedEntry[], signal: AbortSignal): Promise<void>
}

/** What failed and when, for the settings page. */
export interface LastAttempts {
  readonly succeededAt: number | null
  readonly failedAt: number | null
  readonly error: Message | null
}

export interface Cursor extends LastAttempts {
  readonly seq: number
}

/** How far a receiver got in the audit. One holder at a time advances it. */
export interface CursorStore {
  read(name: string): Promise<Cursor | null>
  /** Creates the cursor at a position, unless it exists. */
  begin(name: string, seq: number): Promise<void>
  /** Takes or extends the cursor for some seconds; null while another process holds it. */
  claim(name: string, holder: string, seconds: number): Promise<number | null>
  /** Advances the cursor; false if another process holds it. */
  advance(name: string, holder: string, seq: number): Promise<boolean>
  fail(name: string, error: Message): Promise<void>
  release(name: string, holder: string): Promise<void>
}

export interface Delivery {
  readonly id: string
  readonly destination: string
  readonly kind: NoticeKind
  readonly notice: Notice
  readonly madeAt: number
  readonly attempts: number
}

export interface NewDelivery {
  readonly id: string
  readonly destination: string
  readonly notice: Notice
  readonly at: number
}

/** Result of an attempt. `nextAt` null gives the delivery up. */
export type Attempt =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'failed'; readonly error: Message; readonly nextAt: number | null }

export interface DeliveryStore {
  /** Adds deliveries and advances the cursor in one transaction; false if another process holds it. */
  derive(cursor: { name: string; holder: string; seq: number }, deliveries: readonly NewDelivery[]): Promise<boolean>
  /** Due deliveries to these destinations, oldest first. */
  due(destinations: readonly string[], now: number, limit: number): Promise<readonly Delivery[]>
  record(delivery: Pick<Delivery, 'id' | 'destination'>, attempt: Attempt, at: number): Promise<void>
  /** Records a test that was sent at once. */
  recordTest(test: NewDelivery, attempt: Attempt): Promise<void>
  /** By destination. */
  state(): Promise<ReadonlyMap<string, LastAttempts & { readonly waiting: number }>>
  givenUp(limit: number): Promise<readonly (Delivery & { readonly error: Message | null })[]>
  /** Makes a delivery that was given up due again; returns its destination, null if there is none. */
  retry(id: string, by: { actor: string; at: number }): Promise<string | null>
  /** Records requests for approval that expired before this time in the audit. */
  expireApprovals(madeBefore: number, at: number): Promise<number>
}

/** Entries of the audit in order. */
export interface EntryReader {
  after(seq: number, limit: number): Promise<readonly ExportedEntry[]>
  end(): Promise<number>
}
