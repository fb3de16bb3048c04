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

/** The line that names the columns may stand below a title or two; the further down, the less it is believed. */
const mostAbove = 5

/** How well a delimiter fits: from the header on every line the same number of it, and many of them. */
function fitness(text: string, delimiter: Delimiter): number {
  const counts = countPerLine(text, delimiter)
  const scores = counts.slice(0, mostAbove).map((expected, at) => {
    const below = counts.slice(at)
    const alike = below.filter((count) => count === expected).length / below.length
    return alike * alike * Math.log2(expected + 1) * 0.5 ** at
  })
  return Math.max(0, ...scores)
}

/** Excel's own first line: it says the delimiter, and is no row. */
const said = /^\ufeff?sep=(.)\r?\n/i

/** Tells the delimiter from the beginning of the text; a comma where nothing tells. Shown, and to be corrected. */
export function guessDelimiter(text: string): Delimiter {
  const sample = text.slice(0, 65_536)
  const written = delimiters.find((delimiter) => delimiter === said.exec(sample)?.[1])
  if (written !== undefined) return written
  const scored = delimiters.map((delimiter) => ({ delimiter, score: fitness(sample, delimiter) }))
  const best = scored.reduce((a, b) => (b.score > a.score ? b : a))
  return best.score > 0 ? best.delimiter : ','
}
