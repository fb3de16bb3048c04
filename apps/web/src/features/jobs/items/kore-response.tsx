import type { ReactNode } from 'react'
import classes from './job-items.module.css'

/** Kore.ai's own words, a click away: as text and nothing else, whatever they contain. */
export function KoreAnswer({ answer }: { answer: string }): ReactNode {
  return (
    <details className={classes.answer}>
      <summary>Kore.ai&rsquo;s own answer</summary>
      <pre>
        <bdi>{answer}</bdi>
      </pre>
    </details>
  )
}
