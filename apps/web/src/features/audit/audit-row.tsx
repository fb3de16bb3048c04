import { i18n } from '@lingui/core'
import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { UnstyledButton } from '@mantine/core'
import type { AuditEntry } from '@muster/contracts/audit'
import { ChevronRight } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { AppLink } from '../../lib/app-link.tsx'
import { formatNumber } from '../../lib/format.ts'
import type { AuditSearch } from '../../lib/page-search.ts'
import { paths } from '../../lib/paths.ts'
import { ListRows } from '../../query/list-rows.tsx'
import { OutcomeBadge, outcomeOf } from '../../ui/facts/outcome-badge.tsx'
import { Sentence } from '../../ui/facts/sentence.tsx'
import { Time } from '../../ui/facts/time.tsx'
import classes from './audit.module.css'
import { actionWords, otherOutcomeWords } from './audit-text.ts'
import { auditQuery } from './queries.ts'

export const auditColumns = (): readonly string[] => [t`By`, t`Action`, t`Details`, t`Outcome`, t`Time`]

interface AuditRowProps {
  readonly entry: AuditEntry
  /** The filter of the list, which also applies to the entries of a job. */
  readonly search: AuditSearch
}

/** One entry: the facts first, the sentence below them. */
export function AuditRow({ entry, search }: AuditRowProps): ReactNode {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const { folded, jobId } = entry
  return (
    <>
      <tr data-open={isOpen || undefined}>
        <td className={classes.by}>
          <Actor entry={entry} />
        </td>
        <td className={classes.action}>{i18n._(actionWords[entry.action])}</td>
        <td>
          <Chips entry={entry} />
          <div className={classes.quiet}>
            {entry.sentence === '' ? <Trans>Erased on request</Trans> : <Sentence text={entry.sentence} />}
          </div>
          {folded === null ? null : (
            <UnstyledButton
              className={classes.fold}
              aria-expanded={isOpen}
              aria-controls={isOpen ? id : undefined}
              onClick={() => setOpen(!isOpen)}
            >
              <ChevronRight size={14} aria-hidden="true" />
              {plural(folded.entries, {
                one: '# entry of this job',
                other: '# entries of this job',
              })}
            </UnstyledButton>
          )}
        </td>
        <td className={classes.outcome}>
          <Outcome outcome={entry.outcome} />
        </td>
        <td className={classes.entry}>
          <Time iso={entry.at} as="absolute" />
          <div>
            #{formatNumber(entry.seq)}{' '}
            <code title={t`Hash of this entry: ${{ hash: entry.hash }}`}>{entry.hash.slice(0, 8)}</code>
          </div>
        </td>
      </tr>
      {isOpen && jobId !== null ? (
        <tr id={id} className={classes.opened}>
          <td colSpan={5}>
            <ListRows
              label={t`Entries of this job`}
              loading={t`Loading the entries of this job`}
              loadingRows={3}
              filter={{ ...search, jobId }}
              queryOf={auditQuery}
              columns={auditColumns()}
              renderRow={(inner) => <AuditRow key={inner.seq} entry={inner} search={search} />}
              empty={null}
            />
          </td>
        </tr>
      ) : null}
    </>
  )
}

/** The member, or the token of a member, and the address of the client. */
function Actor({ entry: { actor, token, address } }: Pick<AuditRowProps, 'entry'>): ReactNode {
  const who = <bdi title={actor}>{actor}</bdi>
  return (
    <>
      {actor === '' ? (
        <Trans>Erased</Trans>
      ) : token === null ? (
        who
      ) : (
        <Trans>
          Token {<bdi>{token}</bdi>} of {who}
        </Trans>
      )}
      {address === null ? null : (
        <div className={classes.quiet}>
          <bdi>{address}</bdi>
        </div>
      )}
    </>
  )
}

/** Links to the user and the job of an entry. */
function Chips({ entry: { jobId, subject } }: Pick<AuditRowProps, 'entry'>): ReactNode {
  if (subject === null && jobId === null) return null
  return (
    <div className={classes.chips}>
      {subject === null ? null : subject.userId === null ? (
        <span className={classes.chip}>
          <bdi>{subject.label}</bdi>
        </span>
      ) : (
        <AppLink href={paths.users({ user: subject.userId })} className={classes.chip}>
          <bdi>{subject.label}</bdi>
        </AppLink>
      )}
      {jobId === null ? null : (
        <AppLink href={paths.job(jobId)} className={classes.chip}>
          <Trans>Job</Trans>
        </AppLink>
      )}
    </div>
  )
}

/** A badge for one of the five outcomes; for a call by a script, the recorded response of Kore.ai. */
function Outcome({ outcome }: { outcome: string | null }): ReactNode {
  if (outcome === null) return null
  const known = outcomeOf(outcome)
  return known === null ? <bdi>{otherOutcomeWords(outcome)}</bdi> : <OutcomeBadge outcome={known} />
}
