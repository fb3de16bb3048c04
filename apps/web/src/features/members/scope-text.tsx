import { t } from '@lingui/core/macro'
import type { MemberEntry } from '@muster/contracts/members'
import type { ReactNode } from 'react'
import { useAccessNames } from '../../lib/access.ts'
import { formatList, formatSeries } from '../../lib/format.ts'
import section from '../../ui/page/section.module.css'

/** What the role of a member is limited to; nothing for a role without a limit. */
export function ScopeText({ scope }: Pick<MemberEntry, 'scope'>): ReactNode {
  const names = useAccessNames()
  if (scope === null) return null
  const parts = [
    ...(scope.groups === null ? [] : [t`only users of ${{ groups: formatList(scope.groups.map(names.group)) }}`]),
    ...(scope.bots === null ? [] : [t`only roles on ${{ bots: formatList(scope.bots.map(names.bot)) }}`]),
  ]
  return <div className={section.quiet}>{formatSeries(parts)}</div>
}
