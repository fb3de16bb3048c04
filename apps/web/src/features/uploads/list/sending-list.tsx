import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { CloseButton, Progress } from '@mantine/core'
import { isolateText } from '@muster/core/text/visible-controls'
import { CircleAlert, FileUp } from 'lucide-react'
import type { ReactNode } from 'react'
import { ApiError } from '../../../lib/api-error.ts'
import { formatShare } from '../../../lib/format.ts'
import { formatBytes } from '../upload-text.ts'
import classes from './sending-list.module.css'
import type { Sending } from './use-send-files.ts'

interface SendingListProps {
  readonly sending: readonly Sending[]
  readonly onDismiss: (key: number) => void
}

/** Files being sent, and files that failed with the reason. */
export function SendingList({ sending, onDismiss }: SendingListProps): ReactNode {
  return (
    <div role="status">
      {sending.length === 0 ? null : (
        <ul className={classes.list}>
          {sending.map((one) => (
            <SendingItem key={one.key} one={one} onDismiss={onDismiss} />
          ))}
        </ul>
      )}
    </div>
  )
}

function SendingItem({ one, onDismiss }: { one: Sending; onDismiss: (key: number) => void }): ReactNode {
  const problem = one.problem ?? (one.error === null ? null : errorWords(one.error))
  const Icon = problem === null ? FileUp : CircleAlert
  const name = isolateText(one.name)
  return (
    <li className={classes.item} data-refused={problem !== null || undefined}>
      <Icon size={16} aria-hidden="true" />
      <div className={classes.words}>
        <bdi className={classes.name}>{one.name}</bdi>
        {problem === null ? (
          <Progress size="sm" value={one.share * 100} aria-label={t`Sending ${name}`} />
        ) : (
          <span>{problem}</span>
        )}
      </div>
      {problem === null ? <Share share={one.share} bytes={one.bytes} /> : null}
      <CloseButton
        size="sm"
        aria-label={problem === null ? t`Stop sending ${name}` : t`Dismiss ${name}`}
        onClick={() => onDismiss(one.key)}
      />
    </li>
  )
}

function Share({ share, bytes }: Pick<Sending, 'share' | 'bytes'>): ReactNode {
  const sent = formatShare(share)
  const size = formatBytes(bytes)
  return (
    <span className={classes.share}>
      {share < 1 ? (
        <Trans>
          {sent} of {size}
        </Trans>
      ) : (
        <Trans>Arriving…</Trans>
      )}
    </span>
  )
}

function errorWords(error: unknown): string {
  return error instanceof ApiError
    ? error.problem.detail
    : t`This page failed because of a defect. Reload it and try again.`
}
