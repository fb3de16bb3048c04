import { i18n } from '@lingui/core'
import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { UnstyledButton, type UnstyledButtonProps } from '@mantine/core'
import type { AuditEntry } from '@muster/contracts/audit'
import { isolateText } from '@muster/core/text/visible-controls'
import { ChevronRight } from 'lucide-react'
import { type AriaAttributes, type ReactNode, useId, useState } from 'react'
import { AppLink } from '../../lib/app-link.tsx'
import { formatNumber } from '../../lib/format.ts'
import type { AuditSearch } from '../../lib/page-search.ts'
import { paths } from '../../lib/paths.ts'
import { ListRows } from '../../query/list-rows.tsx'
import { OutcomeBadge, outcomeOf } from '../../ui/facts/outcome-badge.tsx'
import { Sentence } from '../../ui/facts/sentence.tsx'
import { Time } from '../../ui/facts/time.tsx'
import { actionWords } from '../../ui/history/action-words.ts'
import { Actor } from '../../ui/history/actor.tsx'
import { FactChips } from '../../ui/history/fact-chips.tsx'
import classes from './audit.module.css'
import { otherOutcomeWords } from './audit-text.ts'
import { auditQuery } from './queries.ts'

export const auditColumns = (): readonly string[] => [t`By`, t`Action`, t`Facts`, t`Outcome`, t`Time`]

interface AuditRowProps {
  readonly entry: AuditEntry
  /** The filter of the list, which also applies to the entries of a job. */
  readonly search: AuditSearch
}

/** One entry as facts on one line. It opens to its sentence and codes, and to the entries of its job. */
export function AuditRow({ entry, search }: AuditRowProps): ReactNode {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  return (
    <>
      <tr data-open={isOpen || undefined}>
        <td className={classes.by}>
          <Actor entry={entry} />
        </td>
        <td className={classes.action}>{i18n._(actionWords[entry.action])}</td>
        <td className={classes.facts}>
          <Facts entry={entry} />
        </td>
        <td className={classes.outcome}>
          <Outcome outcome={entry.outcome} />
        </td>
        <td className={classes.entry}>
          <Time iso={entry.at} as="absolute" />
          <FoldButton
            entry={entry}
            aria-expanded={isOpen}
            aria-controls={isOpen ? id : undefined}
            onClick={() => setOpen(!isOpen)}
          />
        </td>
      </tr>
      {isOpen ? (
        <tr id={id} className={classes.opened}>
          <td colSpan={5}>
            <EntryDetails entry={entry} search={search} />
          </td>
        </tr>
      ) : null}
    </>
  )
}

interface FoldButtonProps extends UnstyledButtonProps, AriaAttributes {
  readonly entry: AuditEntry
  readonly onClick: () => void
}

/** Opens an entry, and those of its job. */
function FoldButton({ entry: { seq, folded }, ...button }: FoldButtonProps): ReactNode {
  const number = formatNumber(seq)
  return (
    <UnstyledButton className={classes.fold} aria-label={folded === null ? t`Entry ${number}` : undefined} {...button}>
      {folded === null ? null : plural(folded.entries, { one: '# entry of this job', other: '# entries of this job' })}
      <ChevronRight size={14} aria-hidden="true" />
    </UnstyledButton>
  )
}

/** The sentence of an entry as its export has it, its codes, and the other entries of its job. */
function EntryDetails({ entry, search }: AuditRowProps): ReactNode {
  const { seq, hash, address, sentence, folded, jobId } = entry
  return (
    <>
      <p className={classes.sentence}>
        {sentence === '' ? <Trans>Erased on request</Trans> : <Sentence text={sentence} />}
      </p>
      <p className={classes.codes}>
        #{formatNumber(seq)} <code title={t`Hash of this entry: ${{ hash }}`}>{hash.slice(0, 8)}</code>{' '}
        {address === null ? null : <bdi>{address}</bdi>}
      </p>
      {folded === null || jobId === null ? null : (
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
      )}
    </>
  )
}

/** The user and the job of an entry as links, and what was added, removed or named. */
function Facts({ entry }: Pick<AuditRowProps, 'entry'>): ReactNode {
  const { jobId, subject, sentence } = entry
  return (
    <div className={classes.chips} title={isolateText(sentence)}>
      {subject === null ? null : subject.userId === null ? (
        <bdi className={classes.subject}>{subject.label}</bdi>
      ) : (
        <AppLink href={paths.users({ user: subject.userId })} className={classes.subject}>
          <bdi>{subject.label}</bdi>
        </AppLink>
      )}
      <FactChips entry={entry} withSentence={subject === null} />
      {jobId === null ? null : (
        <AppLink href={paths.job(jobId)} className={classes.rest}>
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
