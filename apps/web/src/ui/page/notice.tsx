import { CircleAlert, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { Sentence } from '../facts/sentence.tsx'
import classes from './notice.module.css'

const icons = { info: Info, warning: TriangleAlert, danger: CircleAlert } as const

interface NoticeProps {
  readonly kind: keyof typeof icons
  readonly children: ReactNode
  readonly actions?: ReactNode
}

/** One message on a page. Its icon shows the severity as well as its color. */
export function Notice({ kind, children, actions }: NoticeProps): ReactNode {
  const Icon = icons[kind]
  return (
    <div className={classes.notice} data-kind={kind}>
      <Icon size={16} aria-hidden="true" />
      <div className={classes.words}>{typeof children === 'string' ? <Sentence text={children} /> : children}</div>
      {actions === undefined ? null : <div className={classes.actions}>{actions}</div>}
    </div>
  )
}
