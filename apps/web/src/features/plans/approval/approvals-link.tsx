import { plural } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Stamp } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { AppLink } from '../../../lib/app-link.tsx'
import { onMusterEvent, useStreamAnswered } from '../../../lib/events.ts'
import { paths } from '../../../lib/paths.ts'
import { CountBadge } from '../../../ui/facts/count-badge.tsx'
import { approvalCountQuery } from './queries.ts'

interface ApprovalsLinkProps {
  readonly className: string | undefined
}

/** The link to the requests for approval that wait for this member. Renders nothing without a request. */
export function ApprovalsLink({ className }: ApprovalsLinkProps): ReactNode {
  const client = useQueryClient()
  const { data = 0 } = useQuery({ ...approvalCountQuery, enabled: useStreamAnswered() })
  useEffect(
    () =>
      onMusterEvent('plan', ({ state }) => {
        if (state !== 'computing') void client.invalidateQueries({ queryKey: ['plans', 'approvals'] })
      }),
    [client],
  )
  if (data === 0) return null
  const words = plural(data, { one: '# request waits for you', other: '# requests wait for you' })
  return (
    <AppLink href={paths.approvals({ only: 'waiting' })} className={className}>
      <Stamp size={18} strokeWidth={1.75} aria-hidden="true" />
      <span>
        <Trans>Approvals</Trans>
      </span>
      <CountBadge count={data} words={words} />
    </AppLink>
  )
}
