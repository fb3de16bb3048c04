import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { Receipt } from '@muster/contracts/erasures'
import type { ReactNode } from 'react'
import { FactList } from '../../ui/facts/fact-list.tsx'
import { Sentence } from '../../ui/facts/sentence.tsx'
import { Time } from '../../ui/facts/time.tsx'
import { RowTable } from '../../ui/page/row-table.tsx'
import { identifierKind, personStateWords, statementWords } from './receipt-text.ts'
import classes from './receipts.module.css'

interface ReceiptFactsProps {
  readonly receipt: Receipt
  /** Positions of the people that have the typed identifier. */
  readonly matching?: readonly number[]
}

const time = (iso: string | null) => (iso === null ? '–' : <Time iso={iso} as="absolute" />)

/** What a receipt certifies. It shows no identifier: a verifier types the identifier to match it. */
export function ReceiptFacts({ receipt, matching = [] }: ReceiptFactsProps): ReactNode {
  return (
    <>
      <p className={classes.statement}>
        <strong>{statementWords(receipt)}</strong>
      </p>
      {receipt.reason == null ? null : (
        <p className={classes.statement}>
          <Sentence text={receipt.reason} />
        </p>
      )}
      <FactList
        facts={[
          [t`Kore.ai request ID`, receipt.requestId === null ? t`Unknown` : <code key="id">{receipt.requestId}</code>],
          [t`Scope`, <Sentence key="scope" text={receipt.scope} />],
          [t`Requested by`, <bdi key="by">{receipt.requestedBy}</bdi>],
          [t`Requested at`, time(receipt.requestedAt)],
          [t`Last checked`, time(receipt.lastCheckedAt)],
          [t`Ended`, time(receipt.finishedAt)],
          [t`Receipt made`, time(receipt.madeAt)],
        ]}
      />
      <PeopleTable people={receipt.people} matching={matching} />
    </>
  )
}

interface PeopleTableProps extends Required<Pick<ReceiptFactsProps, 'matching'>> {
  readonly people: Receipt['people']
}

function PeopleTable({ people, matching }: PeopleTableProps): ReactNode {
  return (
    <RowTable label={t`People of this receipt`} columns={[t`Identifier`, t`State`, t`Kore.ai status`, t`Commitment`]}>
      {people.map((person, n) => (
        <tr key={person.commitment}>
          <td>
            {identifierKind(person.by)}
            {matching.includes(n) ? (
              <strong className={classes.match}>
                <Trans>Matches the identifier</Trans>
              </strong>
            ) : null}
          </td>
          <td>{personStateWords(person.state)}</td>
          <td>{person.koreStatus === null ? '–' : <bdi>{person.koreStatus}</bdi>}</td>
          <td>
            <code className={classes.commitment}>{person.commitment}</code>
          </td>
        </tr>
      ))}
    </RowTable>
  )
}
