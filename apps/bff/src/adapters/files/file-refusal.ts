/** A file that cannot be taken, with the sentence that says what, where and what to do. */
export class FileRefusal extends Error {
  override readonly name = 'FileRefusal'
}
