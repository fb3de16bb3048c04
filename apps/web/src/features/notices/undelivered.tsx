import { t } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'
import { Trans } from '@lingui/react/macro'
import type { Notices } from '@muster/contracts/notices'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { formatNumber } from '../../lib/format.ts'
import { PermittedButton } from '../../query/permitted-button.tsx'
import { Sentence } from '../../ui/facts/sentence.tsx'
import { Time } from '../../ui/facts/time.tsx'
import { ErrorNote } from '../../ui/page/error-note.tsx'
import { RowTable } from '../../ui/page/row-table.tsx'
import section from '../../ui/page/section.module.css'
import { noticeWords } from './notice-text.ts'
import classes from './notices-section.module.css'
import { retryMutation } from './queries.ts'

/** Notices that Muster gave up, each with the last reason. */
export function Undelivered({ notices }: { readonly notices: Notices['undelivered'] }): ReactNode {
  const retry = useMutation(retryMutation(useQueryClient()))
  return (
    <>
      <h3 className={classes.heading}>
        <Trans>Not delivered</Trans>
      </h3>
      <ErrorNote error={retry.error} />
      <RowTable
        label={t`Notices that were not delivered`}
        columns={[t`Notice`, t`Destination`, t`Attempts`, t`Reason`, t`Actions`]}
      >
        {notices.map((notice) => (
          <NoticeRow key={notice.id} notice={notice}>
            <PermittedButton
              permission="connection:test"
              variant="default"
              size="compact-sm"
              loading={retry.isPending && retry.variables === notice.id}
              onClick={() => retry.mutate(notice.id)}
            >
              <Trans>Retry</Trans>
            </PermittedButton>
          </NoticeRow>
        ))}
      </RowTable>
    </>
  )
}

interface NoticeRowProps {
  readonly notice: Notices['undelivered'][number]
  /** Its button. */
  readonly children: ReactNode
}

function NoticeRow({ notice, children }: NoticeRowProps): ReactNode {
  const { i18n } = useLingui()
  return (
    <tr>
      <td>
        {i18n._(noticeWords[notice.kind])}
        <div className={section.quiet}>
          <Time iso={notice.at} />
        </div>
      </td>
      <td>
        <bdi>{notice.destination}</bdi>
      </td>
      <td>{formatNumber(notice.attempts)}</td>
      <td>{notice.error === null ? null : <Sentence text={notice.error} />}</td>
      <td>{children}</td>
    </tr>
  )
}
