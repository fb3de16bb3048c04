import type { Connection } from '@muster/contracts/connection'
import { CircleCheck, CircleDashed, CircleX, Lock } from 'lucide-react'
import type { ReactNode } from 'react'
import { Time } from '../../ui/facts/time.tsx'
import { RowTable } from '../../ui/page/row-table.tsx'
import classes from './connection.module.css'

const states = {
  works: { word: 'Works', Icon: CircleCheck },
  refused: { word: 'Refused', Icon: Lock },
  not_kore: { word: 'Not Kore.ai', Icon: CircleX },
  failed: { word: 'Failed', Icon: CircleX },
  untried: { word: 'Not tried yet', Icon: CircleDashed },
} as const

/** What each endpoint of Kore.ai answered last, and the scope it needs. */
export function Endpoints({ endpoints }: { endpoints: Connection['endpoints'] }): ReactNode {
  return (
    <section className={classes.endpoints} aria-label="Endpoints">
      <h2>What the app may do at Kore.ai</h2>
      <RowTable label="Endpoints" columns={['Endpoint', 'Scope it needs', 'State', 'Checked']}>
        {endpoints.map((endpoint) => {
          const { word, Icon } = states[endpoint.state]
          return (
            <tr key={endpoint.name}>
              <td>{endpoint.name}</td>
              <td>
                <Scope name={endpoint.scope} />
              </td>
              <td>
                <span className={classes.state} data-state={endpoint.state}>
                  <Icon size={14} aria-hidden="true" />
                  {word}
                </span>
                {endpoint.detail === null ? null : <div className={classes.detail}>{endpoint.detail}</div>}
              </td>
              <td className={classes.checked}>
                {endpoint.checkedAt === null ? '–' : <Time iso={endpoint.checkedAt} />}
              </td>
            </tr>
          )
        })}
      </RowTable>
    </section>
  )
}

/** The scope as the console calls it today; what older consoles call it, quieter below. */
function Scope({ name }: { readonly name: string }): ReactNode {
  const [today, older] = name.split(/ \(older: (.*)\)$/)
  return (
    <>
      {today}
      {older === undefined ? null : <div className={classes.quiet}>in older consoles: {older}</div>}
    </>
  )
}
