import { i18n } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { downloadErasureReceipt, type ErasureEntry } from '@muster/contracts/erasures'
import { scopeText } from '@muster/wording/scope'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { CircleCheck, CircleX, Clock, Download } from 'lucide-react'
import type { ReactNode } from 'react'
import { useAccessNames } from '../../lib/access.ts'
import { AppLink } from '../../lib/app-link.tsx'
import { paths } from '../../lib/paths.ts'
import { buildUrl } from '../../lib/url.ts'
import { Copyable } from '../../ui/facts/copyable.tsx'
import { FactList } from '../../ui/facts/fact-list.tsx'
import { Sentence } from '../../ui/facts/sentence.tsx'
import { StateMark } from '../../ui/facts/state-mark.tsx'
import { Time } from '../../ui/facts/time.tsx'
import { Notice } from '../../ui/page/notice.tsx'
import { Page } from '../../ui/page/page.tsx'
import { RowTable } from '../../ui/page/row-table.tsx'
import { ErasureState } from './erasure-state.tsx'
import { erasureProgress, identifierKindWords, peopleWords } from './erasure-text.ts'
import classes from './erasures.module.css'
import { erasureQuery } from './queries.ts'
import { useErasureEvents } from './use-erasure-events.ts'

/** One erasure request: its ID, its scope, the state of each person, and the receipt. */
export function ErasurePage(): ReactNode {
  useErasureEvents()
  const { erasureId } = useParams({ from: '/app/erasures/$erasureId' })
  const { data: erasure } = useSuspenseQuery(erasureQuery(erasureId))
  return <ErasureView erasure={erasure} />
}

function ErasureView({ erasure }: { erasure: ErasureEntry }): ReactNode {
  return (
    <Page
      title={t`Erasure: ${{ people: peopleWords(erasure) }}`}
      above={
        <AppLink href={paths.erasures()}>
          <Trans>Erasures</Trans>
        </AppLink>
      }
      state={
        <>
          <ErasureState state={erasure.state} /> · {erasureProgress(erasure.counts)}
        </>
      }
      actions={<ReceiptLinks id={erasure.id} />}
    >
      <Reason erasure={erasure} />
      <Facts erasure={erasure} />
      <People erasure={erasure} />
    </Page>
  )
}

function ReceiptLinks({ id }: Pick<ErasureEntry, 'id'>): ReactNode {
  return (
    <>
      <AppLink href={paths.receipt(id)}>
        <Trans>Show receipt</Trans>
      </AppLink>
      <Button
        component="a"
        variant="default"
        className={classes.receipt}
        href={buildUrl(downloadErasureReceipt.path, { id })}
        download
        leftSection={<Download size={14} aria-hidden="true" />}
      >
        <Trans>Download receipt</Trans>
      </Button>
    </>
  )
}

/** Why the erasure is in its state, and where a member decides about it. */
function Reason({ erasure: { reason, state, jobId } }: { erasure: ErasureEntry }): ReactNode {
  if (reason === null) return null
  return (
    <Notice kind={state === 'failed' || state === 'needs_decision' ? 'danger' : 'info'}>
      <Sentence text={reason} />{' '}
      {state === 'needs_decision' && jobId !== null ? (
        <AppLink href={paths.job(jobId, { view: 'report' })}>
          <Trans>Decide in the job report</Trans>
        </AppLink>
      ) : null}
    </Notice>
  )
}

const time = (iso: string | null) => (iso === null ? null : <Time iso={iso} as="absolute" />)

function Facts({ erasure }: { erasure: ErasureEntry }): ReactNode {
  const names = useAccessNames()
  return (
    <FactList
      facts={[
        [
          t`Kore.ai request ID`,
          erasure.requestId === null ? (
            t`Unknown: the response was lost`
          ) : (
            <Copyable key="request" value={erasure.requestId} label={t`Copy request ID`}>
              <code>{erasure.requestId}</code>
            </Copyable>
          ),
        ],
        [t`Scope`, <Sentence key="scope" text={scopeText(i18n, erasure.scope, names)} />],
        [t`Requested by`, <bdi key="by">{erasure.requestedBy}</bdi>],
        [t`Requested at`, time(erasure.requestedAt)],
        [t`Last checked`, time(erasure.lastCheckedAt)],
        erasure.finishedAt === null ? [t`Next check`, time(erasure.nextCheckAt)] : [t`Ended`, time(erasure.finishedAt)],
        [
          t`Job`,
          erasure.jobId === null ? (
            t`None: a script sent the request`
          ) : (
            <AppLink key="job" href={paths.job(erasure.jobId)}>
              <Trans>Show the job</Trans>
            </AppLink>
          ),
        ],
      ]}
    />
  )
}

const personStates = {
  waiting: { word: msg`Waiting`, look: 'waiting', Icon: Clock },
  erased: { word: msg`Erased`, look: 'done', Icon: CircleCheck },
  failed: { word: msg`Failed`, look: 'failed', Icon: CircleX },
} as const

/** An identifier with its kind. The same ID on another channel is another person, so the channel is part of it. */
function IdentifierCell({ identifier }: Pick<ErasureEntry['people'][number], 'identifier'>): ReactNode {
  const kind = identifierKindWords(identifier.by)
  const value = (
    <code>
      <bdi>{identifier.value}</bdi>
    </code>
  )
  if (identifier.by !== 'channelUserId' || identifier.channelId === null)
    return (
      <Trans>
        {kind}: {value}
      </Trans>
    )
  return (
    <Trans>
      {kind}: {value} on channel{' '}
      <code>
        <bdi>{identifier.channelId}</bdi>
      </code>
    </Trans>
  )
}

function People({ erasure }: { erasure: ErasureEntry }): ReactNode {
  return (
    <section className={classes.people}>
      <h2>
        <Trans>People</Trans>
      </h2>
      <RowTable label={t`People of this request`} columns={[t`Person`, t`Identifier`, t`State`, t`Kore.ai status`]}>
        {erasure.people.map((person) => {
          const { word, look, Icon } = personStates[person.state]
          return (
            <tr key={JSON.stringify(person.identifier)}>
              <td>
                <bdi>{person.label}</bdi>
              </td>
              <td>
                <IdentifierCell identifier={person.identifier} />
              </td>
              <td>
                <StateMark look={look} Icon={Icon} word={i18n._(word)} />
              </td>
              <td>{person.koreStatus === null ? '–' : <bdi>{person.koreStatus}</bdi>}</td>
            </tr>
          )
        })}
      </RowTable>
    </section>
  )
}
