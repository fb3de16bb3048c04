import { Link, type LinkProps, useNavigate } from '@tanstack/react-router'
import type { MouseEventHandler, ReactNode } from 'react'

interface AppLinkProps extends Pick<LinkProps, 'preload' | 'resetScroll'> {
  /** From `paths`. */
  readonly href: string
  readonly className?: string | undefined
  readonly title?: string
  readonly 'aria-label'?: string
  readonly 'data-row-link'?: boolean
  readonly onClick?: MouseEventHandler<HTMLAnchorElement>
  readonly children: ReactNode
}

/** A link inside the app, to a URL built by `paths`. Loads the page's code and data on hover. */
export function AppLink({ className, ...rest }: AppLinkProps): ReactNode {
  return (
    // `href` takes the place of `to`, which the type requires.
    <Link
      to="."
      activeOptions={{ includeSearch: false }}
      {...(className === undefined ? {} : { className })}
      {...rest}
    />
  )
}

interface GoOptions {
  readonly replace?: boolean
  /** Leaves a form with changes without asking, because they are sent. */
  readonly force?: boolean
  /** Called when the navigation has ended, also when Back has ended it. */
  readonly onEnd?: () => void
}

/** Navigates to a URL built by `paths`. */
export function useGo(): (href: string, options?: GoOptions) => void {
  const navigate = useNavigate()
  return (href, { replace = false, force = false, onEnd } = {}) => {
    void navigate({ href, replace, ignoreBlocker: force }).then(onEnd)
  }
}
