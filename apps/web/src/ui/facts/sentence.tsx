import { i18n } from '@lingui/core'
import { directionOf } from '@muster/core/language'
import { directionRuns, visibleControls } from '@muster/core/text/visible-controls'
import type { ReactNode } from 'react'

const firstLetter = /\p{L}/u
const rightToLeftLetter = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u

/** Sentences of the server are English, also on a right-to-left page; those of the catalogue are in its language. */
function directionOfSentence(text: string): 'ltr' | 'rtl' {
  const isRightToLeft = directionOf(i18n.locale) === 'rtl' && rightToLeftLetter.test(firstLetter.exec(text)?.[0] ?? '')
  return isRightToLeft ? 'rtl' : 'ltr'
}

/**
 * A sentence that contains names. Isolates right-to-left names, because they would rearrange the rest, and shows control
 * characters. `isolateText` does the same for plain text, as in titles and labels.
 */
export function Sentence({ text }: { readonly text: string }): ReactNode {
  const visible = visibleControls(text)
  const direction = directionOfSentence(visible)
  if (direction === 'rtl')
    return (
      <bdi dir={direction} data-sentence>
        {visible}
      </bdi>
    )
  return (
    <bdi dir={direction} data-sentence>
      {directionRuns(visible).map(({ text: run, isolated }, at) =>
        // Runs have no identity but their place.
        // oxlint-disable-next-line react/no-array-index-key
        isolated ? <bdi key={at}>{run}</bdi> : run,
      )}
    </bdi>
  )
}
