import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import classes from './job-items.module.css'

/** Kore.ai's response, folded. Always rendered as plain text, because its content is untrusted. */
export function KoreResponse({ answer }: { answer: string }): ReactNode {
  return (
    <details className={classes.answer}>
      <summary>
        <Trans>Kore.ai’s response</Trans>
      </summary>
      <pre>
        <bdi>{answer}</bdi>
      </pre>
    </details>
  )
}
