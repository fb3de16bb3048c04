import { Trans } from '@lingui/react/macro'
import type { Guards } from '@muster/contracts/guards'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { OctagonX } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { onMusterEvent } from '../../lib/events.ts'
import { PermittedButton } from '../../query/permitted-button.tsx'
import { Sentence } from '../../ui/facts/sentence.tsx'
import { Time } from '../../ui/facts/time.tsx'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import { guardsQuery, resumeMutation } from './queries.ts'
import classes from './stop-banner.module.css'

type Stop = NonNullable<Guards['stopped']>

/** Banner on every page while all changes are stopped: who stopped them and why. Owners can resume. */
export function StopBanner(): ReactNode {
  const client = useQueryClient()
  const guards = useQuery(guardsQuery)
  const resume = useMutation(resumeMutation(client))
  useEffect(
    () => onMusterEvent('guards', () => void client.invalidateQueries({ queryKey: guardsQuery.queryKey })),
    [client],
  )
  const stopped = guards.data?.stopped ?? null
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an output element may not hold blocks
    <div role="status">
      {stopped === null ? null : (
        <div className={classes.banner}>
          <OctagonX size={16} aria-hidden="true" />
          <StopWords stopped={stopped} />
          <PermittedButton
            permission="changes:stop"
            variant="default"
            loading={resume.isPending}
            onClick={() => resume.mutate()}
          >
            <Trans>Resume changes</Trans>
          </PermittedButton>
          <ErrorNote error={resume.error} />
        </div>
      )}
    </div>
  )
}

function StopWords({ stopped: { by: member, at, reason: given } }: { readonly stopped: Stop }): ReactNode {
  const reason = given.replace(/\.$/, '')
  return (
    <p className={classes.words}>
      <Trans>
        <strong>All changes are stopped.</strong> <bdi>{member}</bdi> stopped them <Time iso={at} />.
      </Trans>{' '}
      {reason === '' ? null : (
        <>
          <Trans>
            Reason: <Sentence text={reason} />.
          </Trans>{' '}
        </>
      )}
      <Trans>Jobs continue when an owner resumes changes.</Trans>
    </p>
  )
}
