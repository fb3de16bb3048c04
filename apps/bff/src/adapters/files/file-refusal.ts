/** A refused file, with the sentence that says what is wrong, where, and how to fix it. */
export class FileRefusal extends Error {
  override readonly name = 'FileRefusal'
}
