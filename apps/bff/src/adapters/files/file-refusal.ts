/** A refused file. The message names the issue, its position and the fix. */
export class FileRefusal extends Error {
  override readonly name = 'FileRefusal'
}
