export type SecretSlot = 'current' | 'next'

/** Which of two client secrets signs. */
export interface SecretSlots {
  active(): SecretSlot
  /** The other secret; null if there is only one. */
  other(slot: SecretSlot): SecretSlot | null
  /** Kore.ai accepted this one after it had refused the other. */
  accepted(slot: SecretSlot): void
}

export function createSecretSlots(options: {
  readonly hasNext: boolean
  /** The one that was accepted last. */
  readonly first?: SecretSlot | undefined
  readonly onSwitched?: ((slot: SecretSlot) => void) | undefined
}): SecretSlots {
  let active: SecretSlot = options.hasNext ? (options.first ?? 'current') : 'current'
  return {
    active: () => active,
    other: (slot) => (options.hasNext ? (slot === 'current' ? 'next' : 'current') : null),
    accepted: (slot) => {
      if (slot === active) return
      active = slot
      options.onSwitched?.(slot)
    },
  }
}
