/** One real effect, in order. A call that changes nothing is an effect with `changed: false`. */
export type Effect = {
  readonly seq: number
  /** ISO time. */
  readonly time: string
  /** Number of the call that caused it; 0 for a control call. */
  readonly call: number
  readonly kind: 'created' | 'updated' | 'removed' | 'erased' | 'access' | 'tasks-unassigned'
  /** Email, or for an erasure the subject as sent. */
  readonly user: string
  readonly changed: boolean
  readonly requestId?: string
}

/** One routed call with its response status; null without a response. */
export type RecordedCall = {
  readonly seq: number
  readonly time: string
  readonly endpoint: string
  readonly status: number | null
  /** The fault, if any. */
  readonly fault?: string
}

/** The journal that tests compare with a client's state. */
export type Ledger = {
  readonly effects: () => readonly Effect[]
  readonly calls: () => readonly RecordedCall[]
  readonly add: (effect: Omit<Effect, 'seq'>) => void
  readonly addCall: (call: RecordedCall) => void
  readonly nextCall: () => number
  readonly clear: () => void
}

const longest = 2_000_000

function keep<T>(list: T[], item: T): void {
  if (list.length >= longest) throw new Error('the ledger is full. Reset the sandbox')
  list.push(item)
}

export function createLedger(): Ledger {
  const effects: Effect[] = []
  const calls: RecordedCall[] = []
  let seq = 0
  let call = 0
  return {
    effects: () => [...effects],
    calls: () => [...calls],
    add: (effect) => {
      seq += 1
      keep(effects, { seq, ...effect })
    },
    addCall: (one) => keep(calls, one),
    nextCall: () => {
      call += 1
      return call
    },
    clear: () => {
      effects.length = 0
      calls.length = 0
      seq = 0
    },
  }
}
