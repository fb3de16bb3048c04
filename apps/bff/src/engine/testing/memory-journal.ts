import type { AcceptedErasure, ErasureJournal } from '../ports.ts'

/** The journal without a disk; `restart` is the end of a process, after which everything is checked again. */
export function createMemoryJournal(): ErasureJournal & { restart(): void } {
  const all: AcceptedErasure[] = []
  let open: AcceptedErasure[] = []
  return {
    note: (response) => {
      all.push(response)
      open.push(response)
    },
    accepted: () => open,
    recorded: (callIds) => {
      open = open.filter(({ callId }) => !callIds.includes(callId))
    },
    restart: () => {
      open = [...all]
    },
  }
}
