import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { Copyable } from '../../ui/facts/copyable.tsx'
import layout from '../../ui/form/form-layout.module.css'
import classes from './factors.module.css'

interface RecoveryCodesProps {
  readonly codes: readonly string[]
  readonly onClose: () => void
}

/** New recovery codes, which are shown only once. */
export function RecoveryCodes({ codes, onClose }: RecoveryCodesProps): ReactNode {
  return (
    <>
      <Trans>
        Keep these recovery codes where you find them without your phone. Each replaces one code of the app, once.
        Muster does not show them again.
      </Trans>
      <ul className={classes.codes} aria-label={t`Recovery codes`}>
        {codes.map((code) => (
          <li key={code}>
            <code data-untranslated>{code}</code>
          </li>
        ))}
      </ul>
      <div className={layout.buttons}>
        <Copyable value={codes.join('\n')} label={t`Copy the recovery codes`}>
          <Trans>Copy all</Trans>
        </Copyable>
        <Button data-autofocus onClick={onClose}>
          <Trans>Done</Trans>
        </Button>
      </div>
    </>
  )
}
