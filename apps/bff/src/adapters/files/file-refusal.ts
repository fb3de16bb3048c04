import type { Message } from '@muster/core/text/message'

/** A refused file: the issue, its position and the fix, as a code with facts. */
export class FileRefusal extends Error {
  override readonly name = 'FileRefusal'
  readonly refusal: Message

  constructor(refusal: Message) {
    super(refusal.code)
    this.refusal = refusal
  }
}
