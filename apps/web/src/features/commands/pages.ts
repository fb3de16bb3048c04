import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import {
  FileUp,
  House,
  KeyRound,
  ListChecks,
  ListTodo,
  type LucideIcon,
  ScrollText,
  Settings2,
  ShieldOff,
  Stamp,
  Table2,
  UserCog,
  Users,
} from 'lucide-react'
import { paths } from '../../lib/paths.ts'

interface PageEntry {
  readonly name: MessageDescriptor
  readonly href: string
  readonly Icon: LucideIcon
}

/** The pages that the palette opens. */
export const pages: readonly PageEntry[] = [
  { name: msg`Home`, href: paths.home(), Icon: House },
  { name: msg`Users`, href: paths.users(), Icon: Users },
  { name: msg`Access`, href: paths.access(), Icon: KeyRound },
  { name: msg`Roles by bot`, href: paths.access({ view: 'matrix' }), Icon: Table2 },
  { name: msg`Uploads`, href: paths.uploads(), Icon: FileUp },
  { name: msg`Plans`, href: paths.plans(), Icon: ListTodo },
  { name: msg`Approvals`, href: paths.approvals(), Icon: Stamp },
  { name: msg`Jobs`, href: paths.jobs(), Icon: ListChecks },
  { name: msg`Unresolved reports`, href: paths.jobs({ only: 'unresolved' }), Icon: ListChecks },
  { name: msg`Erasures`, href: paths.erasures(), Icon: ShieldOff },
  { name: msg`Audit`, href: paths.audit(), Icon: ScrollText },
  { name: msg`Settings`, href: paths.settings(), Icon: Settings2 },
  { name: msg`Members`, href: paths.members(), Icon: UserCog },
]
