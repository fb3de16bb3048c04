import { Button, NativeSelect, TextInput } from '@mantine/core'
import { type UploadEntry, uploadDelimiters, uploadEncodings } from '@muster/contracts/uploads'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { formatPlural } from '../../../lib/format.ts'
import { ErrorNote } from '../../../ui/page/error-note.tsx'
import { correctUploadMutation } from '../queries.ts'
import { delimiterWords, encodingWords } from '../upload-words.ts'
import { correctionOf, type FileDraft } from './file-draft.ts'
import classes from './file-panel.module.css'

/** How a file is read, to be put right. Reading it again starts over with the rows. */
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
            label="Sheet"
            data={detected.sheets.map(({ name, hidden, rows }) => ({
              value: name,
              label: [name, rows === null ? null : formatPlural(rows, 'row'), hidden ? 'hidden' : null]
                .filter((part) => part !== null)
                .join(' · '),
            }))}
            value={draft.sheet ?? detected.sheet ?? ''}
            onChange={(event) => change({ sheet: event.currentTarget.value })}
          />
        ) : null}
        {detected.format === 'json' ? null : (
          <TextInput
            label="Column names in row (0: none)"
            inputMode="numeric"
            value={draft.headerRow ?? String(detected.headerRow)}
            error={correction === null && draft.headerRow !== undefined ? 'A row number, or 0' : undefined}
            onChange={(event) => change({ headerRow: event.currentTarget.value })}
          />
        )}
        <Button type="submit" variant="default" loading={correct.isPending} disabled={correction === null}>
          Read it again
        </Button>
      </div>
      <p className={classes.after}>Reading it again starts over: what was fixed in cells or left out is forgotten.</p>
      <ErrorNote error={correct.error} />
    </form>
  )
}

interface TextFieldsProps {
  readonly draft: FileDraft
  readonly detected: UploadEntry['detected']
  readonly onChange: (part: FileDraft) => void
}

function TextFields({ draft, detected, onChange }: TextFieldsProps): ReactNode {
  const unknown = { value: '', label: 'Not known' }
  return (
    <>
      <NativeSelect
        label="Encoding"
        data={[
          ...(detected.encoding === null ? [unknown] : []),
          ...uploadEncodings.map((value) => ({ value, label: encodingWords[value] })),
        ]}
        value={draft.encoding ?? detected.encoding ?? ''}
        onChange={(event) => onChange({ encoding: event.currentTarget.value })}
      />
      <NativeSelect
        label="Separated by"
        data={[
          ...(detected.delimiter === null ? [unknown] : []),
          ...uploadDelimiters.map((value) => ({ value, label: delimiterWords[value] })),
        ]}
        value={draft.delimiter ?? detected.delimiter ?? ''}
        onChange={(event) => onChange({ delimiter: event.currentTarget.value })}
      />
    </>
  )
}
