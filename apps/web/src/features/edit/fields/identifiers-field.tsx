import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg, plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Radio, Textarea } from '@mantine/core'
import type { IdentifierKind } from '@muster/core/identifier/read-identifier'
import { type ReactNode, useMemo } from 'react'
import type { RefCallBack } from 'react-hook-form'
import { formatNumber } from '../../../lib/format.ts'
import classes from '../form.module.css'
import { listIssue, type Pasted, parsePasted } from './pasted-identifiers.ts'

interface IdentifiersFieldProps {
  readonly kinds: readonly IdentifierKind[]
  readonly by: { readonly value: IdentifierKind; readonly onChange: (by: IdentifierKind) => void }
  readonly text: {
    readonly value: string
    readonly ref: RefCallBack
    readonly onChange: (text: string) => void
    readonly onBlur: () => void
  }
  /** "Identifiers" unless the form has other users as well. */
  readonly legend?: string
  /** The form was submitted with a list that does not work. An empty list has no error before. */
  readonly isInvalid: boolean
}

const kindNames: Readonly<Record<IdentifierKind, MessageDescriptor>> = {
  email: msg`Email addresses`,
  orgUserId: msg`Organization IDs`,
  userId: msg`User IDs (u-…)`,
  channelUserId: msg`Channel identities`,
}

const examples: Readonly<Record<IdentifierKind, string>> = {
  email: 'ana@example.com\nben@example.com',
  orgUserId: 'E1001\nE1002',
  userId: 'u-1a2b3c4d-…',
  channelUserId: '+34600111222\n+34600111222, whatsapp',
}

const shownWrong = 20
const mostUnwrapped = 200

/** A pasted list of identifiers. The member chooses their kind; one list has one kind. */
export function IdentifiersField({ kinds, by, text, legend, isInvalid }: IdentifiersFieldProps): ReactNode {
  const { ref, ...input } = text
  const pasted = useMemo(() => parsePasted(by.value, input.value), [by.value, input.value])
  const isEmpty = pasted.identifiers.length === 0 && pasted.wrong.length === 0
  return (
    <fieldset className={classes.field}>
      <legend className={classes.head}>
        <span className={classes.legend}>{legend ?? t`Identifiers`}</span>
      </legend>
      <div className={classes.rows}>
        <KindChoice kinds={kinds} by={by} />
        <Textarea
          data-autofocus={legend === undefined || undefined}
          label={i18n._(kindNames[by.value])}
          description={
            by.value === 'channelUserId'
              ? t`One per line. To include the channel, add its ID after a comma.`
              : t`One per line, or separated by commas. Paste a column of a sheet.`
          }
          placeholder={examples[by.value]}
          data-untranslated
          rows={6}
          spellCheck={false}
          ref={ref}
          value={input.value}
          onChange={(event) => input.onChange(event.currentTarget.value)}
          onBlur={input.onBlur}
          error={isEmpty && !isInvalid ? null : listIssue(by.value, pasted)}
        />
        <ReadEntries pasted={pasted} />
      </div>
    </fieldset>
  )
}

function KindChoice({ kinds, by }: Pick<IdentifiersFieldProps, 'kinds' | 'by'>): ReactNode {
  return (
    <Radio.Group
      label={t`Kind`}
      value={by.value}
      onChange={(next) => by.onChange(kinds.find((kind) => kind === next) ?? by.value)}
    >
      <div className={classes.choices}>
        {kinds.map((kind) => (
          <Radio key={kind} value={kind} label={i18n._(kindNames[kind])} />
        ))}
      </div>
    </Radio.Group>
  )
}

/** What the list contains, and the entries that are no identifiers. */
function ReadEntries({ pasted }: { readonly pasted: Pasted }): ReactNode {
  const { identifiers, wrong } = pasted
  const count = identifiers.length
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an output element may not hold blocks
    <div role="status">
      {count === 0 ? null : <strong>{plural(count, { one: '# identifier', other: '# identifiers' })}</strong>}
      {pasted.repeated === 0 ? null : (
        <span> · {plural(pasted.repeated, { one: '# duplicate excluded', other: '# duplicates excluded' })}</span>
      )}
      {wrong.length === 0 ? null : (
        <ul className={classes.wrong}>
          {wrong.slice(0, shownWrong).map((entry) => (
            <li key={`${entry.line} ${entry.text}`}>
              <Trans>
                Line {{ line: formatNumber(entry.line) }}: “<bdi>{entry.text}</bdi>”
              </Trans>{' '}
              {entry.reason}
            </li>
          ))}
          {wrong.length > shownWrong ? (
            <li>{t`and ${{ count: formatNumber(wrong.length - shownWrong) }} more`}</li>
          ) : null}
        </ul>
      )}
      <UnwrappedEntries pasted={pasted} />
    </div>
  )
}

/** The identifiers found inside longer entries, for a check. */
function UnwrappedEntries({ pasted: { unwrapped } }: { readonly pasted: Pasted }): ReactNode {
  if (unwrapped.length === 0) return null
  return (
    <details className={classes.read} open={unwrapped.length <= shownWrong}>
      <summary>
        {plural(unwrapped.length, {
          one: '# identifier read from a longer text',
          other: '# identifiers read from longer texts',
        })}
      </summary>
      <ul className={classes.wrong}>
        {unwrapped.slice(0, mostUnwrapped).map(({ line, text, values }) => (
          <li key={`${line} ${text}`}>
            <Trans>
              Line {{ line: formatNumber(line) }}: <strong>{values.join(', ')}</strong> from “<bdi>{text}</bdi>”
            </Trans>
          </li>
        ))}
        {unwrapped.length > mostUnwrapped ? (
          <li>{t`and ${{ count: formatNumber(unwrapped.length - mostUnwrapped) }} more`}</li>
        ) : null}
      </ul>
    </details>
  )
}
