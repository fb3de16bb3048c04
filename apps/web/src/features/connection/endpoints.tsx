import { i18n } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import type { Connection } from '@muster/contracts/connection'
import { CircleCheck, CircleDashed, CircleX, Lock } from 'lucide-react'
import type { ReactNode } from 'react'
import { Sentence } from '../../ui/facts/sentence.tsx'
import { StateMark } from '../../ui/facts/state-mark.tsx'
import { Time } from '../../ui/facts/time.tsx'
import { RowTable } from '../../ui/page/row-table.tsx'
import classes from './connection.module.css'

const states = {
  works: { word: msg`Works`, look: 'done', Icon: CircleCheck },
  refused: { word: msg`Refused`, look: 'waiting', Icon: Lock },
  not_kore: { word: msg`Not Kore.ai`, look: 'failed', Icon: CircleX },
  failed: { word: msg`Failed`, look: 'failed', Icon: CircleX },
  untried: { word: msg`Not tried yet`, look: 'stopped', Icon: CircleDashed },
} as const

/** Latest result of each Kore.ai endpoint, and the scope it needs. */
export function Endpoints({ endpoints }: { endpoints: Connection['endpoints'] }): ReactNode {
  return (
    <section className={classes.endpoints} aria-label={t`Endpoints`}>
      <h2>
        <Trans>Permissions at Kore.ai</Trans>
      </h2>
      <RowTable label={t`Endpoints`} columns={[t`Endpoint`, t`Required scope`, t`State`, t`Checked`]}>
        {endpoints.map((endpoint) => {
          const { word, ...mark } = states[endpoint.state]
          return (
            <tr key={endpoint.name}>
              <td>
                <bdi>{endpoint.name}</bdi>
              </td>
              <td>
                <Scope name={endpoint.scope} />
              </td>
              <td>
                <StateMark {...mark} word={i18n._(word)} />
                {endpoint.detail === null ? null : (
                  <div className={classes.detail}>
                    <Sentence text={endpoint.detail} />
                  </div>
                )}
              </td>
              <td className={classes.checked} data-untried={endpoint.checkedAt === null}>
                {endpoint.checkedAt === null ? '–' : <Time iso={endpoint.checkedAt} />}
              </td>
            </tr>
          )
        })}
      </RowTable>
    </section>
  )
}

/** The scope by its current name in the console, with the name of older consoles below. */
function Scope({ name }: { readonly name: string }): ReactNode {
  const [current, older] = name.split(/ \(older: (.*)\)$/)
  return (
    <>
      <bdi>{current}</bdi>
      {older === undefined ? null : (
        <div className={classes.quiet}>
          <Trans>
            In older consoles: <bdi>{older}</bdi>
          </Trans>
        </div>
      )}
    </>
  )
}
