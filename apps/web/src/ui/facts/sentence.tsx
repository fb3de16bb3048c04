import { directionRuns, visibleControls } from '@muster/core/text/visible-controls'
import type { ReactNode } from 'react'

/**
 * A sentence with names in it: right-to-left names are isolated, so that they do not rearrange the rest, and controls
 * are shown. `isolateText` does the same for plain text, as in titles and labels.
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
