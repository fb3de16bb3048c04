import { i18n } from '@lingui/core'
import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { type UploadEntry, uploadDelimiters, uploadEncodings } from '@muster/contracts/uploads'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { correctUploadMutation } from '../queries.ts'
import { delimiterLabels, encodingWords } from '../upload-words.ts'
import { correctionOf, type FileDraft } from './file-draft.ts'
import classes from './file-panel.module.css'

/** Form to correct the detected format. Reading the file again discards every fix of its rows. */
export function FileCorrection({ upload }: { upload: UploadEntry }): ReactNode {
  const { detected } = upload
  const [draft, setDraft] = useState<FileDraft>({})
  const correct = useMutation(correctUploadMutation(upload.id, useQueryClient()))
  const correction = correctionOf(draft, detected)
  const change = (part: FileDraft): void => setDraft({ ...draft, ...part })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (correction !== null) correct.mutate(correction)
      }}
    >
      <div className={classes.fields}>
        {detected.format === 'csv' ? <TextFields draft={draft} detected={detected} onChange={change} /> : null}
        {detected.format === 'xlsx' && detected.sheets.length > 0 ? (
          <NativeSelect
            label={t`Sheet`}
            data={detected.sheets.map((sheet) => ({ value: sheet.name, label: sheetLabel(sheet) }))}
            value={draft.sheet ?? detected.sheet ?? ''}
            onChange={(event) => change({ sheet: event.currentTarget.value })}
          />
        ) : null}
        {detected.format === 'json' ? null : (
          <TextInput
            label={t`Row of the column names (0: none)`}
            inputMode="numeric"
            value={draft.headerRow ?? String(detected.headerRow)}
            error={correction === null && draft.headerRow !== undefined ? t`Enter a row number, or 0` : undefined}
            onChange={(event) => change({ headerRow: event.currentTarget.value })}
          />
        )}
        <Button type="submit" variant="default" loading={correct.isPending} disabled={correction === null}>
          <Trans>Read the file again</Trans>
        </Button>
      </div>
      <p className={classes.after}>
        <Trans>Reading the file again discards edited cells and excluded rows.</Trans>
      </p>
      <ErrorNote error={correct.error} />
    </form>
  )
}

/** "Leavers · 312 rows · hidden". */
function sheetLabel({ name, rows, hidden }: UploadEntry['detected']['sheets'][number]): string {
  const counted = rows === null ? [] : [plural(rows, { one: '# row', other: '# rows' })]
  return [name, ...counted, ...(hidden ? [t`hidden`] : [])].join(' · ')
}

interface TextFieldsProps {
  readonly draft: FileDraft
  readonly detected: UploadEntry['detected']
  readonly onChange: (part: FileDraft) => void
}

function TextFields({ draft, detected, onChange }: TextFieldsProps): ReactNode {
  const unknown = { value: '', label: t`Unknown` }
  return (
    <>
      <NativeSelect
        label={t`Encoding`}
        data={[
          ...(detected.encoding === null ? [unknown] : []),
          ...uploadEncodings.map((value) => ({ value, label: i18n._(encodingWords[value]) })),
        ]}
        value={draft.encoding ?? detected.encoding ?? ''}
        onChange={(event) => onChange({ encoding: event.currentTarget.value })}
      />
      <NativeSelect
        label={t`Delimiter`}
        data={[
          ...(detected.delimiter === null ? [unknown] : []),
          ...uploadDelimiters.map((value) => ({ value, label: i18n._(delimiterLabels[value]) })),
        ]}
        value={draft.delimiter ?? detected.delimiter ?? ''}
        onChange={(event) => onChange({ delimiter: event.currentTarget.value })}
      />
    </>
  )
}
