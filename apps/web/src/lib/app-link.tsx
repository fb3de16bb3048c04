import { Link, useNavigate } from '@tanstack/react-router'
import type { MouseEventHandler, ReactNode } from 'react'

interface AppLinkProps {
  /** From `paths`. */
  readonly href: string
  readonly className?: string | undefined
  readonly title?: string
  readonly 'aria-label'?: string
  readonly onClick?: MouseEventHandler<HTMLAnchorElement>
  readonly children: ReactNode
}

/** Splits an address of `paths` the way the router wants it. */
export function splitHref(href: string): { readonly to: string; readonly search: Readonly<Record<string, string>> } {
  const [to = '/', query = ''] = href.split('?')
  return { to, search: Object.fromEntries(new URLSearchParams(query)) }
}

/** A link inside the desk, to an address built by `paths`. Loads the page's code when the pointer comes near. */
export function AppLink({ href, className, children, ...rest }: AppLinkProps): ReactNode {
  const { to, search } = splitHref(href)
  // `paths` is the typed home of addresses; the router's own literal types would say it a second time.
  return (
    <Link
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- addresses are typed by paths, not a second time by the router
      to={to as '/'}
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- addresses are typed by paths, not a second time by the router
      search={search as never}
      activeOptions={{ includeSearch: false }}
      {...(className === undefined ? {} : { className })}
      {...rest}
    >
      {children}
    </Link>
  )
}

interface GoOptions {
  readonly replace?: boolean
  /** Leaves a form with changes without a question: they were sent. */
  readonly force?: boolean
}

/** Goes to an address built by `paths`. */
export function useGo(): (href: string, options?: GoOptions) => void {
  const navigate = useNavigate()
  return (href, { replace = false, force = false } = {}) => {
    const { to, search } = splitHref(href)
    // As in DeskLink: the address is typed by `paths`.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- addresses are typed by paths, not a second time by the router
    void navigate({ to: to as '/', search: search as never, replace, ignoreBlocker: force })
  }
}
