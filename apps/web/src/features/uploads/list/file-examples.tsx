import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import classes from './file-examples.module.css'

// untranslated: Muster detects columns by their English names
const header = ['Email', 'Add roles', 'Remove from groups', 'Developer']
const rows = [
  // untranslated: the contents of a file
  ['ana@example.com', 'Tester on Billing; Analyst on *', '', 'yes'],
  // untranslated: the contents of a file
  ['ben@example.com', '', 'Contractors', 'no'],
]

const hints: readonly (readonly [title: MessageDescriptor, text: MessageDescriptor])[] = [
  [msg`Any column names`, msg`Muster maps each column by its name and values, and you correct the mapping.`],
  [
    msg`Names, not IDs`,
    msg`Groups, roles and bots by name. “Tester on Billing; Analyst on *” is two roles; * is every bot. Bots can also have a column “Bot”.`,
  ],
  [msg`Add, remove, or set exactly`, msg`Chosen per column. A set shows everything it removes before you apply.`],
  [msg`Removal and erasure`, msg`A column “Remove” with yes, or “Erase” with all bots or the bots by name.`],
  [msg`Kore.ai’s files`, msg`Muster recognizes Kore.ai’s import header and the JSON bodies of its endpoints.`],
  [msg`A report of Muster`, msg`Correct it and send it again. Muster skips the rows that are done.`],
]

/** Examples of a file, shown until one is sent. */
export function FileExamples(): ReactNode {
  return (
    <section className={classes.examples} aria-label={t`Examples of a file`}>
      <h2 className={classes.title}>
        <Trans>Examples of a file</Trans>
      </h2>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrollable region must be reachable by keyboard */}
      <div className={classes.scroll} role="region" aria-label={t`Example`} tabIndex={0}>
        <table className={classes.table} dir="ltr" data-untranslated>
          <thead>
            <tr>
              {header.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((cells) => (
              <tr key={cells[0]}>
                {cells.map((cell, at) => (
                  <td key={header[at]}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <dl className={classes.hints}>
        {hints.map(([title, text]) => (
          <div key={title.id}>
            <dt>{i18n._(title)}</dt>
            <dd>{i18n._(text)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
