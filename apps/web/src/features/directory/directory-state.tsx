import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Progress } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { DatabaseZap, FileWarning, LockKeyhole } from 'lucide-react'
import type { ReactNode } from 'react'
import { directoryQuery } from '../../lib/directory.ts'
import { PermittedButton } from '../../query/permitted-button.tsx'
import { Sentence } from '../../ui/facts/sentence.tsx'
import { EmptyState } from '../../ui/page/empty-state.tsx'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import { DirectoryCsv } from './directory-csv.tsx'
import classes from './directory-state.module.css'
import { progressWords } from './directory-text.ts'
import { syncDirectoryMutation } from './queries.ts'

/** Empty state of the directory: why there are no users yet, and what to do. */
// oxlint-disable-next-line typescript/consistent-return -- every case returns, and the compiler checks that none is missing
export function DirectoryState(): ReactNode {
  const { data: directory } = useQuery(directoryQuery)
  const sync = useMutation(syncDirectoryMutation)
  if (directory === undefined) return null
  const syncButton = (
    <PermittedButton permission="directory:sync" loading={sync.isPending} onClick={() => sync.mutate()}>
      {directory.state === 'empty' ? <Trans>Sync with Kore.ai</Trans> : <Trans>Try again</Trans>}
    </PermittedButton>
  )
  switch (directory.state) {
    case 'loading':
      return <Loading progress={directory.progress} />
    case 'forbidden':
      return <ForbiddenDirectory reason={directory.reason} error={sync.error} action={syncButton} />
    case 'failed':
      return <FailedDirectory reason={directory.reason} error={sync.error} action={syncButton} />
    case 'empty':
    case 'ready':
      return (
        <EmptyState
          icon={<DatabaseZap size={28} strokeWidth={1.5} />}
          title={directory.state === 'empty' ? t`No users synced yet` : t`This account has no users`}
          actions={syncButton}
        >
          <Trans>Muster searches its own copy of the account’s users, groups, roles and bots.</Trans>
          <ErrorNote error={sync.error} />
        </EmptyState>
      )
  }
}

function Loading({ progress }: { readonly progress: Parameters<typeof progressWords>[0] | null }): ReactNode {
  const share = progress?.total ? (progress.done / progress.total) * 100 : null
  return (
    <EmptyState icon={<DatabaseZap size={28} strokeWidth={1.5} />} title={t`Syncing with Kore.ai`}>
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an output element cannot contain blocks */}
      <div role="status">{progress === null ? t`Starting the sync` : progressWords(progress)}</div>
      <Progress
        className={classes.progress}
        value={share ?? 100}
        animated={share === null}
        aria-label={t`Progress of the sync`}
      />
      <p>
        <Trans>Kore.ai limits the calls per minute, so a large account takes a while. You can leave this page.</Trans>
      </p>
    </EmptyState>
  )
}

interface UnreadDirectoryProps {
  readonly reason: string | null
  /** Why the latest sync could not start. */
  readonly error: Error | null
  /** The button that syncs again. */
  readonly action: ReactNode
}

function ForbiddenDirectory({ reason, error, action }: UnreadDirectoryProps): ReactNode {
  return (
    <EmptyState
      icon={<LockKeyhole size={28} strokeWidth={1.5} />}
      title={t`Kore.ai does not allow Muster to read users`}
    >
      <p>
        <Sentence text={reason ?? ''} />
      </p>
      <DirectoryCsv />
      <ErrorNote error={error} />
      <div className={classes.again}>{action}</div>
    </EmptyState>
  )
}

function FailedDirectory({ reason, error, action }: UnreadDirectoryProps): ReactNode {
  return (
    <EmptyState
      icon={<FileWarning size={28} strokeWidth={1.5} />}
      title={t`Muster could not read the users from Kore.ai`}
      actions={action}
    >
      <p>
        <Sentence text={reason ?? ''} />
      </p>
      <ErrorNote error={error} />
    </EmptyState>
  )
}
