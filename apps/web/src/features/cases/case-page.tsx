import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { CaseDetails } from '@muster/contracts/cases'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { AppLink } from '../../lib/app-link.tsx'
import { useNow } from '../../lib/now.ts'
import { paths } from '../../lib/paths.ts'
import { FactList } from '../../ui/facts/fact-list.tsx'
import { Time } from '../../ui/facts/time.tsx'
import { Notice } from '../../ui/page/notice.tsx'
import { Page } from '../../ui/page/page.tsx'
import { RowTable } from '../../ui/page/row-table.tsx'
import { CaseActions, NextStep } from './case-actions.tsx'
import { CaseDay, CaseState, Deadline } from './case-state.tsx'
import classes from './cases.module.css'
import { caseQuery } from './queries.ts'

/** One request of data subjects: its deadline, checks, plan, requests at Kore.ai and receipts. */
export function CasePage(): ReactNode {
  const { caseId } = useParams({ from: '/app/erasures/cases/$caseId' })
  const { data: entry } = useSuspenseQuery(caseQuery(caseId))
  const { reference } = entry
  return (
    <Page
      title={t`Erasure case ${reference}`}
      above={
        <AppLink href={paths.erasureCases()}>
          <Trans>Erasure cases</Trans>
        </AppLink>
      }
      state={<CaseState state={entry.state} />}
      actions={<CaseActions key={entry.id} entry={entry} />}
    >
      {entry.hold === null ? null : (
        <Notice kind="info">
          <Trans>
            <bdi>{entry.hold.by}</bdi> put the case on hold <Time iso={entry.hold.at} />: <bdi>{entry.hold.reason}</bdi>
          </Trans>
        </Notice>
      )}
      {entry.isOverdue ? (
        <Notice kind="danger">
          <Trans>The legal deadline has passed.</Trans>
        </Notice>
      ) : null}
      <Facts entry={entry} />
      <NextStep entry={entry} />
      <People checks={entry.checks} />
      <Evidence entry={entry} />
    </Page>
  )
}

function Facts({ entry }: { readonly entry: CaseDetails }): ReactNode {
  const now = useNow()
  return (
    <div className={classes.facts}>
      <FactList
        facts={[
          [t`Requester`, <bdi key="requester">{entry.requester}</bdi>],
          [t`Received`, <CaseDay key="received" iso={entry.receivedAt} />],
          [t`Deadline`, <Deadline key="due" entry={entry} now={now} />],
          [t`Opened by`, <bdi key="opened">{entry.openedBy}</bdi>],
          ...(entry.closed === null
            ? []
            : ([
                [t`Closed by`, <bdi key="by">{entry.closed.by}</bdi>],
                [t`Closed`, <Time key="at" iso={entry.closed.at} as="absolute" />],
                [t`Note`, <bdi key="note">{entry.closed.note}</bdi>],
              ] as const)),
        ]}
      />
    </div>
  )
}

function People({ checks }: Pick<CaseDetails, 'checks'>): ReactNode {
  return (
    <section className={classes.section} aria-label={t`People`}>
      <h2>
        <Trans>People</Trans>
      </h2>
      <RowTable label={t`People`} columns={[t`Identifier`, t`User of the account`, t`Bots owned`]}>
        {checks.map(({ identifier, user, ownedBots }) => (
          <tr key={JSON.stringify(identifier)}>
            <td>
              <bdi>{identifier.value}</bdi>
            </td>
            <td>{user === null ? t`Not a user` : <bdi>{user.name}</bdi>}</td>
            <td>{plural(ownedBots, { one: '# bot', other: '# bots' })}</td>
          </tr>
        ))}
      </RowTable>
    </section>
  )
}

function Evidence({ entry }: { readonly entry: CaseDetails }): ReactNode {
  if (entry.erasures.length === 0) return null
  return (
    <section className={classes.section} aria-label={t`Evidence`}>
      <h2>
        <Trans>Evidence</Trans>
      </h2>
      <RowTable label={t`Evidence`} columns={[t`Kore.ai request ID`, t`State`, t`Receipt`]}>
        {entry.erasures.map((erasure) => (
          <tr key={erasure.id}>
            <td>
              <AppLink href={paths.erasure(erasure.id)}>
                {erasure.requestId === null ? t`Unknown: the response was lost` : <code>{erasure.requestId}</code>}
              </AppLink>
            </td>
            <td>
              <CaseState state={stateOf[erasure.state]} />
            </td>
            <td>
              <AppLink href={paths.receipt(erasure.id)}>{t`Show receipt`}</AppLink>
            </td>
          </tr>
        ))}
      </RowTable>
    </section>
  )
}

const stateOf = {
  queued: 'queued',
  in_progress: 'queued',
  erased: 'erased',
  failed: 'failed',
  needs_decision: 'failed',
} as const
