import { i18n } from '@lingui/core'
import { directionOf } from '@muster/core/language'
import { directionRuns, visibleControls } from '@muster/core/text/visible-controls'
import type { ReactNode } from 'react'

const rightToLeftLetter = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u

/** On a right-to-left page, a sentence may be English: an old record, or a response of Kore.ai. Most words decide. */
function directionOfSentence(text: string): 'ltr' | 'rtl' {
  if (directionOf(i18n.locale) === 'ltr') return 'ltr'
  const [first = ''] = text.match(/\p{L}/u) ?? []
  // Addresses, IDs and files are the same in every language.
  const words = text.split(/\s+/).filter((word) => /\p{L}/u.test(word) && !/[@\d_./]\S/.test(word))
  const rightToLeft = words.filter((word) => rightToLeftLetter.test(word)).length
  return rightToLeftLetter.test(first) || (rightToLeft > 0 && rightToLeft * 2 >= words.length) ? 'rtl' : 'ltr'
}

/**
 * A sentence that contains names. Isolates names of the other direction, because they would rearrange the rest, and shows
 * control characters. `isolateText` does the same for plain text, as in titles and labels.
 */
export function Sentence({ text }: { readonly text: string }): ReactNode {
  const visible = visibleControls(text)
  const direction = directionOfSentence(visible)
  return (
    <bdi dir={direction} data-sentence>
      {directionRuns(visible, direction).map(({ text: run, isolated }, at) =>
        // Runs have no identity but their place.
        // oxlint-disable-next-line react/no-array-index-key
        isolated ? <bdi key={at}>{run}</bdi> : run,
      )}
    </bdi>
  )
}
