import { Trans } from '@lingui/react/macro'
import type { AuditEntry } from '@muster/contracts/audit'
import type { ReactNode } from 'react'
import classes from './history.module.css'

/** Who acted: the member, or the token of a member. */
export function Actor({ entry: { actor, token } }: { readonly entry: Pick<AuditEntry, 'actor' | 'token'> }): ReactNode {
  const who = <bdi title={actor}>{actor}</bdi>
  return (
    <div className={classes.actor}>
      <bdi className={classes.avatar} aria-hidden="true">
        {actor.slice(0, 1).toLocaleUpperCase()}
      </bdi>
      <div className={classes.who}>
        {actor === '' ? (
          <Trans>Erased</Trans>
        ) : token === null ? (
          who
        ) : (
          <Trans>
            Token {<bdi>{token}</bdi>} of {who}
          </Trans>
        )}
      </div>
    </div>
  )
}
