import { Button, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { formatNumber } from '../../../lib/format.ts'
import { rowNumber } from './row-number.ts'
import classes from './rows-workbench.module.css'

interface GoToRowProps {
  readonly from: number | undefined
  readonly onGo: (from: number | undefined) => void
}

/** Starts the rows at a number, as it stands beside the row in the file and in every report. */
export function GoToRow({ from, onGo }: GoToRowProps): ReactNode {
  const [typed, setTyped] = useState('')
  const wanted = rowNumber(typed)
  return (
    <form
      className={classes.goTo}
      onSubmit={(event) => {
        event.preventDefault()
        if (wanted === undefined) return
        onGo(wanted)
        setTyped('')
      }}
    >
      {from === undefined ? null : (
        <Button variant="subtle" size="compact-sm" onClick={() => onGo(undefined)}>
          From row {formatNumber(from)} on · show from the first
        </Button>
      )}
      <TextInput
        size="xs"
        aria-label="Go to row"
        placeholder="Go to row"
        inputMode="numeric"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Button type="submit" size="xs" variant="default" disabled={wanted === undefined}>
        Go
      </Button>
    </form>
  )
}
