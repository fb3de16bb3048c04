/** One effect that really happened, in order. A call that asks for what is already so is an effect with `changed: false`. */
export type Effect = {
  readonly seq: number
  /** ISO time. */
  readonly time: string
  /** Number of the call that caused it; 0 for a control call. */
  readonly call: number
  readonly kind: 'created' | 'updated' | 'removed' | 'erased' | 'access' | 'tasks-unassigned'
  /** E-mail, or for an erasure the subject as it was sent. */
  readonly user: string
  readonly changed: boolean
  readonly requestId?: string
}

/** One call that got past the router, with the status it was answered with; null when it was not answered. */
export type RecordedCall = {
  readonly seq: number
  readonly time: string
  readonly endpoint: string
  readonly status: number | null
  /** What the misbehaviour was, if there was one. */
  readonly fault?: string
}

/** The journal tests compare with what a client believes. */
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
  if (list.length >= longest) throw new Error('the ledger is full: reset the sandbox')
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
