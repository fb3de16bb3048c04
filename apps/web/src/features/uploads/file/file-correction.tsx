import { i18n, type MessageDescriptor } from '@lingui/core'
import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { NativeSelect, TextInput } from '@mantine/core'
import type { UploadEntry } from '@muster/contracts/uploads'
import { uploadDelimiters, uploadEncodings } from '@muster/core/upload/upload-file'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useReportDirty } from '../../../query/discard-guard.tsx'
import { Form } from '../../../ui/form/form.tsx'
import { SubmitButton } from '../../../ui/form/submit-button.tsx'
import { useZodForm } from '../../../ui/form/use-zod-form.ts'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { correctUploadMutation } from '../queries.ts'
import { delimiterLabels, encodingWords } from '../upload-text.ts'
import { detectedDraft, fileCorrectionSchema } from './file-draft.ts'
import classes from './file-panel.module.css'

function useCorrectionForm({ id, detected }: UploadEntry) {
  const correct = useMutation(correctUploadMutation(id, useQueryClient()))
  const form = useZodForm({
    schema: fileCorrectionSchema(detected),
    defaultValues: detectedDraft(detected),
    request: correct,
    fields: {
      'body.encoding': 'encoding',
      'body.delimiter': 'delimiter',
      'body.sheet': 'sheet',
      'body.headerRow': 'headerRow',
    },
    onSubmit: (correction) => {
      const sent = form.getValues()
      correct.mutate(correction, { onSuccess: () => form.reset(sent, { keepValues: true }) })
    },
  })
  return form
}

interface FileCorrectionProps {
  readonly upload: UploadEntry
  /** Whether closing would lose a correction. */
  readonly onDirty: (isDirty: boolean) => void
}

/** Form to correct the detected format. Reading the file again discards every fix of its rows. */
export function FileCorrection({ upload, onDirty }: FileCorrectionProps): ReactNode {
  const { detected } = upload
  const form = useCorrectionForm(upload)
  const { register } = form
  const { errors, isDirty } = form.formState
  useReportDirty(isDirty && !form.isPending, onDirty)
  return (
    <Form form={form}>
      <div className={classes.fields}>
        {detected.format === 'csv' ? <CsvFields detected={detected} form={form} /> : null}
        {detected.format === 'xlsx' && detected.sheets.length > 0 ? (
          <NativeSelect
            label={t`Sheet`}
            data={detected.sheets.map((sheet) => ({ value: sheet.name, label: sheetLabel(sheet) }))}
            error={errors.sheet?.message}
            {...register('sheet')}
          />
        ) : null}
        {detected.format === 'json' ? null : (
          <TextInput
            label={t`Row of the column names (0: none)`}
            inputMode="numeric"
            error={errors.headerRow?.message}
            {...register('headerRow')}
          />
        )}
        <SubmitButton form={form} variant="default">
          <Trans>Read the file again</Trans>
        </SubmitButton>
      </div>
      <p className={classes.after}>
        <Trans>Reading the file again discards edited cells and excluded rows.</Trans>
      </p>
      <ErrorNote error={form.error} />
    </Form>
  )
}

interface CsvFieldsProps {
  readonly detected: UploadEntry['detected']
  readonly form: ReturnType<typeof useCorrectionForm>
}

function CsvFields({ detected, form: { register, formState } }: CsvFieldsProps): ReactNode {
  const { errors } = formState
  return (
    <>
      <NativeSelect
        label={t`Encoding`}
        data={options(detected.encoding, uploadEncodings, encodingWords)}
        error={errors.encoding?.message}
        {...register('encoding')}
      />
      <NativeSelect
        label={t`Delimiter`}
        data={options(detected.delimiter, uploadDelimiters, delimiterLabels)}
        error={errors.delimiter?.message}
        {...register('delimiter')}
      />
    </>
  )
}

/** "Leavers · 312 rows · hidden". */
function sheetLabel({ name, rows, hidden }: UploadEntry['detected']['sheets'][number]): string {
  const counted = rows === null ? [] : [plural(rows, { one: '# row', other: '# rows' })]
  return [name, ...counted, ...(hidden ? [t`hidden`] : [])].join(' · ')
}

/** The options of a select, with "Unknown" while nothing is detected. */
function options<T extends string>(
  detected: T | null,
  values: readonly T[],
  labels: Readonly<Record<T, MessageDescriptor>>,
) {
  const known = values.map((value) => ({ value, label: i18n._(labels[value]) }))
  return detected === null ? [{ value: '', label: t`Unknown` }, ...known] : known
}
