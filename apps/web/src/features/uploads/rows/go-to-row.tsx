import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import * as z from 'zod/mini'
import { formatNumber } from '../../../lib/format.ts'
import { Form } from '../../../ui/form/form.tsx'
import { SubmitButton } from '../../../ui/form/submit-button.tsx'
import { useZodForm } from '../../../ui/form/use-zod-form.ts'
import { rowNumber } from './row-number.ts'
import classes from './rows-workbench.module.css'

interface GoToRowProps {
  readonly from: number | undefined
  readonly onGo: (from: number | undefined) => void
}

/** The rules of the form. A function, because its messages need the active language. */
const valuesSchema = () =>
  z.object({ row: z.string().check(z.refine((typed) => rowNumber(typed) !== undefined, t`Enter a row number`)) })

/** Starts the rows at a row number, which is the same in the file and in every report. */
export function GoToRow({ from, onGo }: GoToRowProps): ReactNode {
  const start = from === undefined ? '' : formatNumber(from)
  const form = useZodForm({
    schema: valuesSchema(),
    defaultValues: { row: '' },
    onSubmit: ({ row }) => {
      onGo(rowNumber(row))
      form.reset()
    },
  })
  return (
    <Form form={form} className={classes.goTo}>
      {from === undefined ? null : (
        <Button variant="subtle" size="compact-sm" onClick={() => onGo(undefined)}>
          <Trans>From row {start} on · show from the first</Trans>
        </Button>
      )}
      <TextInput
        aria-label={t`Go to row`}
        placeholder={t`Go to row`}
        inputMode="numeric"
        error={form.formState.errors.row?.message}
        {...form.register('row')}
      />
      <SubmitButton form={form} variant="default">
        <Trans>Go</Trans>
      </SubmitButton>
    </Form>
  )
}
