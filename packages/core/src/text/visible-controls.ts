/** Characters that change the direction of the text after them, and show nothing themselves. */
const directionControls = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** Untrusted names may contain controls that reverse the rest of a sentence: each is shown as `[U+202E]` instead. */
export function visibleControls(text: string): string {
  return text.replaceAll(
    directionControls,
    (control) => `[U+${(control.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
  )
}

const rightToLeftLetters = '\\u0590-\\u08ff\\ufb1d-\\ufdff\\ufe70-\\ufeff\\u{10800}-\\u{10fff}\\u{1e800}-\\u{1efff}'
// Quoted text is one run, so its parts keep their order.
const quoted = (letter: string) => `(?<=[“«])(?=[^“”«»\\n]*${letter})[^“”«»\\n]+(?=[”»])`
// Strong right-to-left letters, with what may lie between two of them.
const rightToLeft = new RegExp(
  `${quoted(`[${rightToLeftLetters}]`)}|[${rightToLeftLetters}](?:[^\\p{L}\\n]*[${rightToLeftLetters}])*`,
  'gu',
)
// Words of any other script, as names, addresses and IDs, without the punctuation around them.
const besideLetter = `[^\\s«»“”()\\[\\]:;,!?${rightToLeftLetters}]`
const leftToRightWord = `${besideLetter}*(?![${rightToLeftLetters}])\\p{L}(?:${besideLetter}*[\\p{L}\\p{N}])?`
const leftToRight = new RegExp(
  `${quoted(`(?![${rightToLeftLetters}])\\p{L}`)}|${leftToRightWord}(?: ${leftToRightWord})*`,
  'gu',
)

/** Cuts a sentence at its runs of the other direction, to isolate each from the text around it. */
export function directionRuns(
  sentence: string,
  direction: 'ltr' | 'rtl' = 'ltr',
): readonly { readonly text: string; readonly isolated: boolean }[] {
  const runs: { text: string; isolated: boolean }[] = []
  let end = 0
  for (const found of sentence.matchAll(direction === 'ltr' ? rightToLeft : leftToRight)) {
    if (found.index > end) runs.push({ text: sentence.slice(end, found.index), isolated: false })
    runs.push({ text: found[0], isolated: true })
    end = found.index + found[0].length
  }
  if (end < sentence.length) runs.push({ text: sentence.slice(end), isolated: false })
  return runs
}

/** A sentence as plain text, as for a window title: right-to-left stretches lie between isolates, controls are shown. */
export function isolateText(sentence: string): string {
  return directionRuns(visibleControls(sentence))
    .map(({ text, isolated }) => (isolated ? `\u2068${text}\u2069` : text))
    .join('')
}
