import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { formatNumber } from '../../../lib/format.ts'
import { rowNumber } from './row-number.ts'
import classes from './rows-workbench.module.css'

interface GoToRowProps {
  readonly from: number | undefined
  readonly onGo: (from: number | undefined) => void
}

/** Starts the rows at a row number, which is the same in the file and in every report. */
export function GoToRow({ from, onGo }: GoToRowProps): ReactNode {
  const [typed, setTyped] = useState('')
  const start = from === undefined ? '' : formatNumber(from)
  const target = rowNumber(typed)
  return (
    <form
      className={classes.goTo}
      onSubmit={(event) => {
        event.preventDefault()
        if (target === undefined) return
        onGo(target)
        setTyped('')
      }}
    >
      {from === undefined ? null : (
        <Button variant="subtle" size="compact-sm" onClick={() => onGo(undefined)}>
          <Trans>From row {start} on · show from the first</Trans>
        </Button>
      )}
      <TextInput
        size="xs"
        aria-label={t`Go to row`}
        placeholder={t`Go to row`}
        inputMode="numeric"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Button type="submit" size="xs" variant="default" disabled={target === undefined}>
        <Trans>Go</Trans>
      </Button>
    </form>
  )
}
