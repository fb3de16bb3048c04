import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg, plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Radio, Textarea } from '@mantine/core'
import type { ReactNode } from 'react'
import { formatNumber } from '../../../lib/format.ts'
import classes from '../form.module.css'
import { type IdentifierKind, identifierLimit, type Pasted } from './pasted-identifiers.ts'

interface IdentifiersFieldProps {
  readonly kinds: readonly IdentifierKind[]
  readonly by: IdentifierKind
  readonly text: string
  readonly pasted: Pasted
  /** Shows an error for an empty list, after the first submit. */
  readonly showEmpty: boolean
  readonly onKind: (by: IdentifierKind) => void
  readonly onText: (text: string) => void
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

const emptyErrors: Readonly<Record<IdentifierKind, MessageDescriptor>> = {
  email: msg`Paste the email addresses`,
  orgUserId: msg`Paste the organization IDs`,
  userId: msg`Paste the user IDs`,
  channelUserId: msg`Paste the channel identities`,
}

const shownWrong = 20
const mostUnwrapped = 200

/** A pasted list of identifiers. The user chooses their kind; one list has one kind. */
export function IdentifiersField(props: IdentifiersFieldProps): ReactNode {
  const { kinds, by, text, pasted } = props
  const count = pasted.identifiers.length
  return (
    <fieldset className={classes.field}>
      <legend className={classes.head}>
        <span className={classes.legend}>
          <Trans>Identifiers</Trans>
        </span>
      </legend>
      <div className={classes.rows}>
        <Radio.Group
          label={t`Kind`}
          value={by}
          onChange={(next) => props.onKind(kinds.find((kind) => kind === next) ?? by)}
        >
          <div className={classes.choices}>
            {kinds.map((kind) => (
              <Radio key={kind} value={kind} label={i18n._(kindNames[kind])} />
            ))}
          </div>
        </Radio.Group>
        <Textarea
          data-autofocus
          label={i18n._(kindNames[by])}
          description={
            by === 'channelUserId'
              ? t`One per line. To include the channel, add its ID after a comma.`
              : t`One per line, or separated by commas. Paste a column of a sheet.`
          }
          placeholder={examples[by]}
          rows={6}
          spellCheck={false}
          value={text}
          onChange={(event) => props.onText(event.currentTarget.value)}
          error={errorOf(props)}
        />
        {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an output element may not hold blocks */}
        <div role="status">
          {count === 0 ? null : <strong>{plural(count, { one: '# identifier', other: '# identifiers' })}</strong>}
          {pasted.repeated === 0 ? null : (
            <span> · {plural(pasted.repeated, { one: '# duplicate excluded', other: '# duplicates excluded' })}</span>
          )}
          {pasted.wrong.length === 0 ? null : (
            <ul className={classes.wrong}>
              {pasted.wrong.slice(0, shownWrong).map((entry) => (
                <li key={`${entry.line} ${entry.text}`}>
                  <Trans>
                    Line {{ line: formatNumber(entry.line) }}: “<bdi>{entry.text}</bdi>”
                  </Trans>{' '}
                  {entry.reason}
                </li>
              ))}
              {pasted.wrong.length > shownWrong ? (
                <li>{t`and ${{ count: formatNumber(pasted.wrong.length - shownWrong) }} more`}</li>
              ) : null}
            </ul>
          )}
          <UnwrappedEntries pasted={pasted} />
        </div>
      </div>
    </fieldset>
  )
}

/** The identifiers found inside longer entries, for a check. */
function UnwrappedEntries({ pasted: { unwrapped } }: Pick<IdentifiersFieldProps, 'pasted'>): ReactNode {
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

function errorOf({ pasted, showEmpty, by }: IdentifiersFieldProps): string | null {
  if (pasted.wrong.length > 0)
    return t`Every entry must be of the chosen kind. Correct the lines below or choose another kind.`
  if (pasted.identifiers.length > identifierLimit) {
    const limit = formatNumber(identifierLimit)
    const count = formatNumber(pasted.identifiers.length)
    return t`This list has ${count} identifiers. The limit is ${limit}. Split the list.`
  }
  return showEmpty && pasted.identifiers.length === 0 ? i18n._(emptyErrors[by]) : null
}
