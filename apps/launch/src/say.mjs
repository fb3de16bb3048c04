/** Says what is being done. On stderr, so that a program's own standard output stays clean. */
export function say(text) {
  process.stderr.write(`muster · ${text}\n`)
}
