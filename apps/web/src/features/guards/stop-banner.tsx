import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { OctagonX } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import { onMusterEvent } from '../../lib/events.ts'
import { useMay } from '../../lib/session.ts'
import { Sentence } from '../../ui/facts/sentence.tsx'
import { Time } from '../../ui/facts/time.tsx'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import { guardsQuery, resumeMutation } from './queries.ts'
import classes from './stop-banner.module.css'

/** On every page while all changes are stopped: who stopped them, why, and for owners the way to resume. */
export function StopBanner(): ReactNode {
  const client = useQueryClient()
  const guards = useQuery(guardsQuery)
  const resume = useMutation(resumeMutation(client))
  const mayResume = useMay('changes:stop')
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
          <p className={classes.words}>
            <strong>All changes are stopped.</strong> <bdi>{stopped.by}</bdi> stopped them <Time iso={stopped.at} />
            {stopped.reason === '' ? null : (
              <>
                : <Sentence text={stopped.reason.replace(/\.$/, '')} />
              </>
            )}
            . Jobs continue once an owner resumes changes.
          </p>
          {mayResume ? (
            <Button size="xs" variant="default" loading={resume.isPending} onClick={() => resume.mutate()}>
              Resume changes
            </Button>
          ) : null}
          <ErrorNote error={resume.error} />
        </div>
      )}
    </div>
  )
}
