/** Prints progress on stderr, because standard output belongs to the program that runs. */
export function log(text) {
  process.stderr.write(`muster · ${text}\n`)
}
