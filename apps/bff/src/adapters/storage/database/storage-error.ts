/** A store that cannot be used, with the message for the operator. */
export class StorageError extends Error {
  override readonly name = 'StorageError'
  /**
   * `full`: no disk space left; `in_use`: another process holds the folder; `newer_schema`: made by a newer Muster;
   * `damaged`: files of the embedded database are missing, cut or overwritten.
   */
  readonly code:
    | 'full'
    | 'in_use'
    | 'newer_schema'
    | 'damaged'
    | 'migration_failed'
    | 'deadline'
    | 'unusable'
    | 'closed'

  constructor(code: StorageError['code'], sentence: string, cause?: unknown) {
    super(sentence, cause === undefined ? undefined : { cause })
    this.code = code
  }
}
