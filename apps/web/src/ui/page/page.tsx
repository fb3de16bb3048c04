import type { ReactNode } from 'react'
import { useDocumentTitle } from '../../lib/document-title.ts'
import { Sentence } from '../facts/sentence.tsx'
import classes from './page.module.css'

export interface PageProps {
  readonly title: string
  /** Title of the browser tab, where it should say more than the heading. */
  readonly documentTitle?: string
  /** Where am I: a link back to the list, above the title. */
  readonly above?: ReactNode
  /** What is the state: one line under the title. */
  readonly state?: ReactNode
  /** What can I do next. */
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** Every page: where am I, what is the state, what can I do next. */
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
