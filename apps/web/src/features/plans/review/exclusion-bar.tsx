import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import type { PlanEntry } from '@muster/contracts/plans'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useGo } from '../../../lib/app-link.tsx'
import { paths } from '../../../lib/paths.ts'
import { useDiscardGuard } from '../../../query/discard-guard.tsx'
import { BottomBar } from '../../../ui/page/bottom-bar.tsx'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { withoutItemsMutation } from '../queries.ts'

/** Items that the member excludes from a plan, until a plan without them replaces it. */
export interface PlanExclusion {
  readonly without: ReadonlySet<number>
  readonly onToggle: (seq: number) => void
  readonly onClear: () => void
}

interface ExclusionBarProps {
  readonly plan: PlanEntry
  readonly edit: PlanExclusion
}

/** In place of the bar that applies the plan, which still has the excluded users. */
export function ExclusionBar({ plan, edit }: ExclusionBarProps): ReactNode {
  const go = useGo()
  const count = edit.without.size
  const update = useMutation({
    ...withoutItemsMutation(plan),
    onSuccess: ({ id }) => go(paths.plan(id), { replace: true, force: true }),
  })
  const { question } = useDiscardGuard({ hasChanges: () => count > 0 })
  return (
    <BottomBar
      label={t`Excluded users`}
      words={
        <>
          <strong>{plural(count, { one: '# user excluded', other: '# users excluded' })}</strong>{' '}
          <Trans>The plan without them replaces this one. Nothing is sent yet.</Trans>
        </>
      }
    >
      <ErrorNote error={update.error} />
      <Button variant="default" onClick={edit.onClear}>
        <Trans>Keep them</Trans>
      </Button>
      <Button loading={update.isPending || update.isSuccess} onClick={() => update.mutate([...edit.without])}>
        <Trans>Update the plan</Trans>
      </Button>
      {question}
    </BottomBar>
  )
}
