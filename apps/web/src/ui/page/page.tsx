import type { ReactNode } from 'react'
import { useDocumentTitle } from '../../lib/document-title.ts'
import { Sentence } from '../facts/sentence.tsx'
import classes from './page.module.css'

export interface PageProps {
  readonly title: string
  /** Title of the browser tab, if it differs from the heading. */
  readonly documentTitle?: string
  /** Above the title: a link back to the list. */
  readonly above?: ReactNode
  /** Below the title: one line about the state. */
  readonly state?: ReactNode
  /** Buttons for the next step. */
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** The layout of every page: title, state, actions, contents. */
export function Page({ title, documentTitle, above, state, actions, children }: PageProps): ReactNode {
  useDocumentTitle(documentTitle ?? title)
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <div className={classes.heading}>
          {above === undefined ? null : <div className={classes.above}>{above}</div>}
          <h1 className={classes.title}>
            <Sentence text={title} />
          </h1>
          {state === undefined ? null : <div className={classes.state}>{state}</div>}
        </div>
        {actions === undefined ? null : <div className={classes.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  )
}
