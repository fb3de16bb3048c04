/** A hash table from text keys to numbers, in typed arrays: 16 bytes a slot. */
export class KeyTable {
  #keys: Float64Array
  #checks: Uint32Array
  #values: Int32Array
  #mask: number
  #size = 0

  constructor(expected = 0) {
    let slots = 1024
    while (slots < expected * 1.6) slots *= 2
    this.#keys = new Float64Array(slots)
    this.#checks = new Uint32Array(slots)
    this.#values = new Int32Array(slots)
    this.#mask = slots - 1
  }

  get size(): number {
    return this.#size
  }

  /** The slot of a key, or the free one where it belongs. */
  #slotOf(key: number, check: number): number {
    for (let slot = key & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const held = this.#keys[slot]
      if (held === 0 || (held === key && this.#checks[slot] === check)) return slot
    }
  }

  #grow(): void {
    const [keys, checks, values] = [this.#keys, this.#checks, this.#values]
    this.#keys = new Float64Array(keys.length * 2)
    this.#checks = new Uint32Array(keys.length * 2)
    this.#values = new Int32Array(keys.length * 2)
    this.#mask = keys.length * 2 - 1
    for (const [at, key] of keys.entries()) {
      if (key === 0) continue
      const check = checks[at] ?? 0
      const slot = this.#slotOf(key, check)
      this.#keys[slot] = key
      this.#checks[slot] = check
      this.#values[slot] = values[at] ?? 0
    }
  }

  /** Forgets all keys, to be filled again. */
  clear(): void {
    this.#keys.fill(0)
    this.#size = 0
  }

  /** The number of a key; undefined if it has none. */
  get(key: number, check: number): number | undefined {
    const slot = this.#slotOf(key, check)
    return this.#keys[slot] === 0 ? undefined : this.#values[slot]
  }

  set(key: number, check: number, value: number): void {
    let slot = this.#slotOf(key, check)
    if (this.#keys[slot] === 0) {
      if ((this.#size + 1) * 1.6 > this.#keys.length) {
        this.#grow()
        slot = this.#slotOf(key, check)
      }
      this.#size += 1
    }
    this.#keys[slot] = key
    this.#checks[slot] = check
    this.#values[slot] = value
  }
}
