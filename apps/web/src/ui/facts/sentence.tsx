import { directionRuns, visibleControls } from '@muster/core/text/visible-controls'
import type { ReactNode } from 'react'

/**
 * A sentence that contains names. Isolates right-to-left names, because they would rearrange the rest, and shows control
 * characters. `isolateText` does the same for plain text, as in titles and labels.
 */
export function Sentence({ text }: { readonly text: string }): ReactNode {
  return (
    <bdi dir="ltr">
      {directionRuns(visibleControls(text)).map(({ text: run, isolated }, at) =>
        // Runs have no identity but their place.
        // oxlint-disable-next-line react/no-array-index-key
        isolated ? <bdi key={at}>{run}</bdi> : run,
      )}
    </bdi>
  )
}
