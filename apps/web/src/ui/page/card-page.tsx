import type { ReactNode } from 'react'
import logo from '../logo.svg?inline'
import classes from './card-page.module.css'

interface CardPageProps {
  readonly title: ReactNode
  /** For a page that is read, without the logo. */
  readonly isWide?: boolean
  readonly children: ReactNode
}

/** A page outside of the app: one card, for the sign-in, invitations and receipts. */
export function CardPage({ title, isWide = false, children }: CardPageProps): ReactNode {
  return (
    <main className={classes.page} data-wide={isWide || undefined}>
      <div className={classes.card}>
        {isWide ? null : <img src={logo} alt="" width={36} height={36} />}
        <h1 className={classes.title}>{title}</h1>
        {children}
      </div>
    </main>
  )
}
