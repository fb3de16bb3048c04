import type { ReactNode } from 'react'
import classes from './file-examples.module.css'

const header = ['Email', 'Add roles', 'Remove from groups', 'Developer']
const rows = [
  ['ana@example.com', 'Tester on Billing; Analyst on *', '', 'yes'],
  ['ben@example.com', '', 'Contractors', 'no'],
]

const hints = [
  ['Any column names', 'They are matched to what they may mean, and you correct the match.'],
  [
    'Names, not ids',
    'Groups, roles and bots by name. “Tester on Billing; Analyst on *” is two roles; * is every bot. Or give bots a column “Bot”.',
  ],
  ['Add, take away, or set exactly', 'Chosen per column. A set shows everything it takes away before you apply.'],
  ['Removal and erasure too', 'A column “Remove” with yes, or “Erase” with all bots or the bots by name.'],
  ['Kore.ai’s own files', 'Its import header and the JSON bodies of its endpoints are understood as they are.'],
  ['A report of Muster', 'Correct it and send it again: rows that are done are recognised and skipped.'],
] as const

/** What a file may look like, for whoever has not sent one. */
export function FileExamples(): ReactNode {
  return (
    <section className={classes.examples} aria-label="What a file may look like">
      <h2 className={classes.title}>What a file may look like</h2>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable by keyboard */}
      <div className={classes.scroll} role="region" aria-label="Example" tabIndex={0}>
        <table className={classes.table}>
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
        {hints.map(([what, how]) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>{how}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
