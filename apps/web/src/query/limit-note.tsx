import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { useAccessNames } from '../lib/access.ts'
import { formatList } from '../lib/format.ts'
import { useSession } from '../lib/session.ts'
import { Sentence } from '../ui/facts/sentence.tsx'
import { Notice } from '../ui/page/notice.tsx'

/** What the role of the member is limited to. Nothing for a role without a limit. */
export function LimitNote(): ReactNode {
  const names = useAccessNames()
  const scope = useSession().member?.scope ?? null
  if (scope === null) return null
  return (
    <Notice kind="info">
      {scope.groups === null ? null : (
        <p>
          <Trans>
            You see only users of these groups: <Sentence text={formatList(scope.groups.map(names.group))} />.
          </Trans>
        </p>
      )}
      {scope.bots === null ? null : (
        <p>
          <Trans>
            You can assign only roles on these bots: <Sentence text={formatList(scope.bots.map(names.bot))} />.
          </Trans>
        </p>
      )}
    </Notice>
  )
}
