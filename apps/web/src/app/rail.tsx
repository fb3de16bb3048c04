import { i18n } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import type { Session } from '@muster/contracts/session'
import {
  Ellipsis,
  FileUp,
  House,
  KeyRound,
  ListChecks,
  ListTodo,
  ScrollText,
  Settings2,
  ShieldOff,
  Users,
} from 'lucide-react'
import { lazy, type ReactNode } from 'react'
import { AppLink } from '../lib/app-link.tsx'
import { paths } from '../lib/paths.ts'
import logo from '../ui/logo.svg?inline'
import { LazyPart } from './lazy-part.tsx'
import classes from './rail.module.css'

// Menus include the code of floating layers, so they load after the first paint.
const parts = () => import('./shell-parts.tsx')
const MemberMenu = lazy(async () => ({ default: (await parts()).MemberMenu }))
const PaletteButton = lazy(async () => ({ default: (await parts()).PaletteButton }))
const DirectoryFreshness = lazy(async () => ({ default: (await parts()).DirectoryFreshness }))
const ApprovalsLink = lazy(async () => ({ default: (await parts()).ApprovalsLink }))
const ViewLinks = lazy(async () => ({ default: (await parts()).ViewLinks }))
const UnresolvedBadge = lazy(async () => ({ default: (await parts()).UnresolvedBadge }))

const places = [
  { name: msg`Home`, href: paths.home(), Icon: House },
  { name: msg`Users`, href: paths.users(), Icon: Users },
  { name: msg`Access`, href: paths.access(), Icon: KeyRound },
  { name: msg`Uploads`, href: paths.uploads(), Icon: FileUp },
  { name: msg`Plans`, href: paths.plans(), Icon: ListTodo },
  { name: msg`Jobs`, href: paths.jobs(), Icon: ListChecks },
  { name: msg`Erasures`, href: paths.erasures(), Icon: ShieldOff },
  { name: msg`Audit`, href: paths.audit(), Icon: ScrollText },
  { name: msg`Settings`, href: paths.settings(), Icon: Settings2 },
]

/** How many of the places stay beside each other on a phone; a list holds the others. */
const mostOnPhone = 6

interface RailProps {
  readonly member: NonNullable<Session['member']>
}

/** The navigation between the pages; a bar at the bottom on a phone. */
export function Rail({ member }: RailProps): ReactNode {
  return (
    <nav aria-label={t`Main`} className={classes.rail}>
      <AppLink href={paths.home()} className={classes.brand} title={t`Home`}>
        <img src={logo} alt="" width={24} height={24} />
        <span className={classes.name} data-untranslated>
          Muster
        </span>
      </AppLink>
      <div className={classes.find}>
        <LazyPart>
          <PaletteButton pages={places} />
        </LazyPart>
      </div>
      <div className={classes.places}>
        {places.slice(0, mostOnPhone).map(placeLink)}
        <button type="button" popoverTarget={restId} className={classes.more}>
          <Ellipsis size={18} strokeWidth={1.75} aria-hidden="true" />
          <span>{t`More`}</span>
        </button>
        {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- its links are the controls */}
        <div id={restId} popover="auto" className={classes.rest} onClick={(event) => event.currentTarget.hidePopover()}>
          {places.slice(mostOnPhone).map(placeLink)}
        </div>
        <LazyPart>
          {/* Last, because it comes and goes: no other link moves under the pointer. */}
          <ApprovalsLink className={classes.place} />
          <ViewLinks className={classes.place} />
        </LazyPart>
      </div>
      <div className={classes.foot}>
        <LazyPart fallback={<div className={classes.menu} />}>
          <DirectoryFreshness />
          <MemberMenu member={member} />
        </LazyPart>
      </div>
    </nav>
  )
}

const restId = 'more-places'

function placeLink({ name, href, Icon }: (typeof places)[number]): ReactNode {
  return (
    <AppLink key={href} href={href} className={href === paths.home() ? classes.home : classes.place}>
      <Icon size={18} strokeWidth={1.75} aria-hidden="true" />
      <span>{i18n._(name)}</span>
      {href === paths.jobs() ? (
        <LazyPart>
          <UnresolvedBadge />
        </LazyPart>
      ) : null}
    </AppLink>
  )
}
