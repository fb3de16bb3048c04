import { t } from '@lingui/core/macro'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Bookmark } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMay } from '../../../lib/session.ts'
import { savedViewsQuery, viewPath } from './queries.ts'
import classes from './view-links.module.css'

/** The saved views of the member, in the navigation. */
export function ViewLinks({ className }: { readonly className: string | undefined }): ReactNode {
  const mayRead = useMay('users:read')
  const { data: views = [] } = useQuery({ ...savedViewsQuery, enabled: mayRead })
  if (views.length === 0) return null
  return (
    <div role="group" aria-label={t`Saved views`} className={classes.views}>
      {views.map((view) => (
        <Link
          key={view.id}
          to="."
          href={viewPath(view)}
          activeOptions={{ includeSearch: true }}
          title={view.name}
          {...(className === undefined ? {} : { className })}
        >
          <Bookmark size={18} strokeWidth={1.75} aria-hidden="true" />
          <bdi className={classes.name}>{view.name}</bdi>
        </Link>
      ))}
    </div>
  )
}
