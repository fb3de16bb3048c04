import type { Session } from '@muster/contracts/session'
import { FileUp, ListChecks, ScrollText, Settings2, ShieldOff, Users } from 'lucide-react'
import { lazy, type ReactNode, Suspense } from 'react'
import { DirectoryFreshness } from '../features/directory/directory-freshness.tsx'
import { UnresolvedBadge } from '../features/jobs/list/unresolved-badge.tsx'
import { AppLink } from '../lib/app-link.tsx'
import { paths } from '../lib/paths.ts'
import classes from './rail.module.css'

// Menus bring their floating layers along: they come after the first paint.
const MemberMenu = lazy(async () => ({ default: (await import('../features/session/member-menu.tsx')).MemberMenu }))

const places = [
  { name: 'Users', href: paths.users(), Icon: Users },
  { name: 'Uploads', href: paths.uploads(), Icon: FileUp },
  { name: 'Jobs', href: paths.jobs(), Icon: ListChecks },
  { name: 'Erasures', href: paths.erasures(), Icon: ShieldOff },
  { name: 'Audit', href: paths.audit(), Icon: ScrollText },
  { name: 'Settings', href: paths.settings(), Icon: Settings2 },
]

interface RailProps {
  readonly member: NonNullable<Session['member']>
}

/** The places of the desk; a bar along the bottom on a phone. */
export function Rail({ member }: RailProps): ReactNode {
  return (
    <nav aria-label="Places" className={classes.rail}>
      <div className={classes.brand}>
        <img src="/muster.svg" alt="" width={24} height={24} />
        <span className={classes.name}>Muster</span>
      </div>
      <div className={classes.places}>
        {places.map(({ name, href, Icon }) => (
          <AppLink key={name} href={href} className={classes.place}>
            <Icon size={18} strokeWidth={1.75} aria-hidden="true" />
            <span>{name}</span>
            {name === 'Jobs' ? <UnresolvedBadge /> : null}
          </AppLink>
        ))}
      </div>
      <div className={classes.foot}>
        <DirectoryFreshness />
        <Suspense fallback={<div className={classes.menu} />}>
          <MemberMenu member={member} />
        </Suspense>
      </div>
    </nav>
  )
}
