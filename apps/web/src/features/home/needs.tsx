import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { listCases } from '@muster/contracts/cases'
import type { RouteOutput } from '@muster/contracts/route'
import { useSuspenseQueries, useSuspenseQuery } from '@tanstack/react-query'
import { CircleCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import { AppLink } from '../../lib/app-link.tsx'
import { directoryQuery } from '../../lib/directory.ts'
import { formatCalendarDay } from '../../lib/format.ts'
import { paths } from '../../lib/paths.ts'
import { useMay } from '../../lib/session.ts'
import { titleOf } from '../../lib/source-text.ts'
import { Sentence } from '../../ui/facts/sentence.tsx'
import classes from './home.module.css'
import { dueCasesQuery, openJobsQuery, unresolvedJobsQuery, waitingApprovalsQuery } from './queries.ts'

interface Need {
  readonly key: string
  readonly words: string
  readonly href: string
}

const approvalNeeds = (approvals: number): readonly Need[] =>
  approvals === 0
    ? []
    : [
        {
          key: 'approvals',
          words: plural(approvals, { one: '# plan waits for your decision', other: '# plans wait for your decision' }),
          href: paths.approvals({ only: 'waiting' }),
        },
      ]

const reportNeeds = (reports: number): readonly Need[] =>
  reports === 0
    ? []
    : [
        {
          key: 'reports',
          words: plural(reports, {
            one: '# report has users to fix or dismiss',
            other: '# reports have users to fix or dismiss',
          }),
          href: paths.jobs({ only: 'unresolved' }),
        },
      ]

const unreadableNeeds = (odd: number): readonly Need[] =>
  odd === 0
    ? []
    : [
        {
          key: 'odd',
          words: plural(odd, {
            one: 'Muster could not read # record of Kore.ai',
            other: 'Muster could not read # records of Kore.ai',
          }),
          href: paths.settings(),
        },
      ]

const caseNeeds = ({ items, next }: RouteOutput<typeof listCases>): readonly Need[] => [
  ...items.map(({ id, reference, dueAt }) => ({
    key: id,
    words: t`Erasure case ${reference}: due ${{ day: formatCalendarDay(dueAt) }}`,
    href: paths.erasureCase(id),
  })),
  ...(next === null
    ? []
    : [
        {
          key: 'cases',
          words: t`More erasure cases have a near deadline`,
          href: paths.erasureCases({ show: 'due_soon' }),
        },
      ]),
]

/** What waits for the member, in the order of the list. */
function useNeeds(): readonly Need[] {
  const { unresolved } = useSuspenseQuery(unresolvedJobsQuery).data
  const open = useSuspenseQuery(openJobsQuery).data
  const { data: approvals } = useSuspenseQuery(waitingApprovalsQuery)
  const { unreadable } = useSuspenseQuery(directoryQuery).data
  const due: (typeof dueCasesQuery)[] = useMay('erasures:read') ? [dueCasesQuery] : []
  const [cases] = useSuspenseQueries({ queries: due })
  const paused = open.items.filter(({ state }) => state === 'paused')
  return [
    ...approvalNeeds(approvals),
    ...(cases === undefined ? [] : caseNeeds(cases.data)),
    ...paused.map((job) => ({ key: job.id, words: t`Paused: ${{ title: titleOf(job) }}`, href: paths.job(job.id) })),
    ...reportNeeds(unresolved),
    ...unreadableNeeds(unreadable),
  ]
}

/** What waits for a member, each with the page that resolves it. */
export function Needs(): ReactNode {
  const needs = useNeeds()
  if (needs.length === 0)
    return (
      <p className={classes.calm}>
        <CircleCheck size={18} aria-hidden="true" />
        <Trans>Nothing needs attention.</Trans>
      </p>
    )
  return (
    <ul className={classes.needs}>
      {needs.map(({ key, words, href }) => (
        <li key={key}>
          <AppLink href={href}>
            <Sentence text={words} />
          </AppLink>
        </li>
      ))}
    </ul>
  )
}
