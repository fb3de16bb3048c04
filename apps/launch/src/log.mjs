/** Says what is being done. On stderr, so that a program's own standard output stays clean. */
export function log(text) {
  process.stderr.write(`muster · ${text}\n`)
}
