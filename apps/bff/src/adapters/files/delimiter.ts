export const delimiters = [',', ';', '\t', '|'] as const
export type Delimiter = (typeof delimiters)[number]

/** How many delimiters of each kind each line has, outside quotes. */
function countPerLine(text: string, delimiter: Delimiter): readonly number[] {
  const counts: number[] = []
  let count = 0
  let quoted = false
  let blank = true
  for (const character of text) {
    if (character === '"') quoted = !quoted
    else if (!quoted && (character === '\n' || character === '\r')) {
      if (!blank) counts.push(count)
      count = 0
      blank = true
      continue
    } else if (!quoted && character === delimiter) count += 1
    blank = false
  }
  if (!blank) counts.push(count)
  return counts
}

/** How well a delimiter fits: every line the same number of it, and many of them. */
function fitness(text: string, delimiter: Delimiter): number {
  const counts = countPerLine(text, delimiter)
  const expected = counts[0] ?? 0
  if (expected === 0) return 0
  const alike = counts.filter((count) => count === expected).length / counts.length
  return alike * alike * Math.log2(expected + 1)
}

/** Tells the delimiter from the beginning of the text; a comma where nothing tells. Shown, and to be corrected. */
export function guessDelimiter(text: string): Delimiter {
  const sample = text.slice(0, 65_536)
  const scored = delimiters.map((delimiter) => ({ delimiter, score: fitness(sample, delimiter) }))
  const best = scored.reduce((a, b) => (b.score > a.score ? b : a))
  return best.score > 0 ? best.delimiter : ','
}
