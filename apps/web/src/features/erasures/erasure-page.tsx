import { Button } from '@mantine/core'
import { type ErasureEntry, getErasureReceipt } from '@muster/contracts/erasures'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { CircleCheck, CircleX, Clock, Download } from 'lucide-react'
import type { ReactNode } from 'react'
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
import { erasureProgress, identifierKind, peopleNamed } from './erasure-words.ts'
import classes from './erasures.module.css'
import { erasureQuery } from './queries.ts'
import { useErasureEvents } from './use-erasure-events.ts'

const above = <AppLink href={paths.erasures()}>Erasures</AppLink>

/** One erasure request: its id, its scope, how far it is for each person, and the receipt. */
export function ErasurePage(): ReactNode {
  useErasureEvents()
  const { erasureId } = useParams({ from: '/app/erasures/$erasureId' })
  const { data: erasure } = useSuspenseQuery(erasureQuery(erasureId))
  return <ErasureView erasure={erasure} />
}

function ErasureView({ erasure }: { erasure: ErasureEntry }): ReactNode {
  return (
    <Page
      title={`Erase ${peopleNamed(erasure)} ${erasure.scopeText}`}
      documentTitle={`Erasure: ${peopleNamed(erasure)}`}
      above={above}
      state={
        <>
          <ErasureState state={erasure.state} /> · {erasureProgress(erasure.counts)}
        </>
      }
      actions={
        <Button
          component="a"
          variant="default"
          className={classes.receipt}
          href={buildUrl(getErasureReceipt.path, { id: erasure.id })}
          download
          leftSection={<Download size={14} aria-hidden="true" />}
        >
          Receipt
        </Button>
      }
    >
      {erasure.reason === null ? null : (
        <Notice kind={erasure.state === 'failed' || erasure.state === 'needs_person' ? 'danger' : 'info'}>
          <Sentence text={erasure.reason ?? ''} />{' '}
          {erasure.state === 'needs_person' && erasure.jobId !== null ? (
            <AppLink href={paths.job(erasure.jobId, { view: 'report' })}>Decide in the report of its job</AppLink>
          ) : null}
        </Notice>
      )}
      <Facts erasure={erasure} />
      <People erasure={erasure} />
    </Page>
  )
}

const time = (iso: string | null) => (iso === null ? null : <Time iso={iso} as="absolute" />)

function Facts({ erasure }: { erasure: ErasureEntry }): ReactNode {
  return (
    <FactList
      facts={[
        [
          'Request at Kore.ai',
          erasure.requestId === null ? (
            'not known: the answer was lost'
          ) : (
            <Copyable key="request" value={erasure.requestId} what="the request id">
              <code>{erasure.requestId}</code>
            </Copyable>
          ),
        ],
        ['Scope', erasure.scopeText],
        ['Asked by', <bdi key="by">{erasure.requestedBy}</bdi>],
        ['Asked at', time(erasure.requestedAt)],
        ['Last looked', time(erasure.lastCheckedAt)],
        erasure.finishedAt === null ? ['Looks again', time(erasure.nextCheckAt)] : ['Ended', time(erasure.finishedAt)],
        [
          'Job',
          erasure.jobId === null ? (
            'none: a script asked for it'
          ) : (
            <AppLink href={paths.job(erasure.jobId)}>the job it went out with</AppLink>
          ),
        ],
      ]}
    />
  )
}

const personStates = {
  waiting: { word: 'Waiting', look: 'waiting', Icon: Clock },
  erased: { word: 'Erased', look: 'done', Icon: CircleCheck },
  failed: { word: 'Failed', look: 'failed', Icon: CircleX },
} as const

/** The channel of a channel user: the same user ID on another channel is somebody else. */
function Channel({ identifier }: Pick<ErasureEntry['people'][number], 'identifier'>): ReactNode {
  if (identifier.by !== 'channelUserId' || identifier.channelId === null) return null
  return (
    <>
      {' '}
      on channel <code>{identifier.channelId}</code>
    </>
  )
}

function People({ erasure }: { erasure: ErasureEntry }): ReactNode {
  return (
    <section className={classes.people}>
      <h2>People</h2>
      <RowTable label="People of this request" columns={['Person', 'Named by', 'State', 'Kore.ai says']}>
        {erasure.people.map((person) => {
          const { word, look, Icon } = personStates[person.state]
          return (
            <tr key={JSON.stringify(person.identifier)}>
              <td>
                <bdi>{person.label}</bdi>
              </td>
              <td>
                {identifierKind[person.identifier.by]}:{' '}
                <code>
                  <bdi>{person.identifier.value}</bdi>
                </code>
                <Channel identifier={person.identifier} />
              </td>
              <td>
                <StateMark look={look} Icon={Icon} word={word} />
              </td>
              <td>{person.koreStatus ?? '–'}</td>
            </tr>
          )
        })}
      </RowTable>
    </section>
  )
}
