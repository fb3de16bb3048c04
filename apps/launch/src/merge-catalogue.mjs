import { readFileSync, writeFileSync } from 'node:fs'

/** The message of a block of a PO file, with the fields that distinguish messages of the same text. */
const keyOf = (block) =>
  block
    .split('\n')
    .filter((line) => /^(msgid|msgctxt|")/.test(line) || line.includes('js-lingui-explicit-id'))
    .join('\n')
    .replace(/\nmsgstr[^]*$/, '')

const blocksOf = (text) =>
  new Map(
    text
      .trim()
      .split(/\n{2,}/)
      .map((block) => [keyOf(block), block]),
  )

/**
 * Merges two versions of a catalogue message by message: keeps what either side added or changed, drops what one side
 * removed and the other did not change. `npm run i18n` then restores the order and drops unused messages.
 */
export function mergeCatalogues(base, ours, theirs) {
  const [before, mine, other] = [base, ours, theirs].map(blocksOf)
  const merged = []
  for (const [key, block] of mine) {
    const original = before.get(key)
    const changed = other.get(key)
    if (changed === undefined && original === block) continue
    merged.push(changed !== undefined && original === block ? changed : block)
  }
  for (const [key, block] of other) if (!mine.has(key) && before.get(key) !== block) merged.push(block)
  return `${merged.join('\n\n')}\n`
}

/** A merge driver of git: base, ours (also the result) and theirs. */
if (import.meta.filename === process.argv[1]) {
  const [base, ours, theirs] = process.argv.slice(2).map((file) => readFileSync(file, 'utf8'))
  writeFileSync(process.argv[3], mergeCatalogues(base, ours, theirs))
}
