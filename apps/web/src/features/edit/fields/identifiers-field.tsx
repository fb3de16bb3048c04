import { Radio, Textarea } from '@mantine/core'
import type { ReactNode } from 'react'
import { formatNumber, formatPlural } from '../../../lib/format.ts'
import classes from '../form.module.css'
import { type IdentifierKind, identifierLimit, type Pasted } from './pasted-identifiers.ts'

interface IdentifiersFieldProps {
  readonly kinds: readonly IdentifierKind[]
  readonly by: IdentifierKind
  readonly text: string
  readonly pasted: Pasted
  /** Shown once the form was sent with nothing usable in it. */
  readonly showEmpty: boolean
  readonly onKind: (by: IdentifierKind) => void
  readonly onText: (text: string) => void
}

const kindWords: Readonly<Record<IdentifierKind, { readonly name: string; readonly example: string }>> = {
  email: { name: 'E-mail addresses', example: 'ana@example.com\nben@example.com' },
  orgUserId: { name: 'Organisation ids', example: 'E1001\nE1002' },
  userId: { name: 'User ids (u-…)', example: 'u-1a2b3c4d-…' },
  channelUserId: { name: 'Channel identities', example: '+34600111222\n+34600111222, whatsapp' },
}

const shownWrong = 20
const mostUnwrapped = 200

/** People named by a pasted list. The kind is chosen, never guessed, and one list holds one kind. */
export function IdentifiersField(props: IdentifiersFieldProps): ReactNode {
  const { kinds, by, text, pasted } = props
  const count = pasted.identifiers.length
  return (
    <fieldset className={classes.field}>
      <legend className={classes.head}>
        <span className={classes.legend}>Who</span>
      </legend>
      <div className={classes.rows}>
        <Radio.Group
          label="Named by"
          value={by}
          onChange={(next) => props.onKind(kinds.find((kind) => kind === next) ?? by)}
        >
          <div className={classes.choices}>
            {kinds.map((kind) => (
              <Radio key={kind} value={kind} label={kindWords[kind].name} />
            ))}
          </div>
        </Radio.Group>
        <Textarea
          data-autofocus
          label={kindWords[by].name}
          description={
            by === 'channelUserId'
              ? 'One a line. To name the channel too, add its id after a comma.'
              : 'One a line, or separated by commas. Paste a column of a sheet.'
          }
          placeholder={kindWords[by].example}
          rows={6}
          spellCheck={false}
          value={text}
          onChange={(event) => props.onText(event.currentTarget.value)}
          error={errorOf(props)}
        />
        {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an output element may not hold blocks */}
        <div role="status">
          {count === 0 ? null : <strong>{formatPlural(count, 'person', 'people')} named</strong>}
          {pasted.repeated === 0 ? null : `, ${formatPlural(pasted.repeated, 'duplicate')} excluded`}
          {pasted.wrong.length === 0 ? null : (
            <ul className={classes.wrong}>
              {pasted.wrong.slice(0, shownWrong).map((entry) => (
                <li key={`${entry.line} ${entry.text}`}>
                  Line {formatNumber(entry.line)}: “<bdi>{entry.text}</bdi>” {entry.reason}
                </li>
              ))}
              {pasted.wrong.length > shownWrong ? (
                <li>and {formatNumber(pasted.wrong.length - shownWrong)} more</li>
              ) : null}
            </ul>
          )}
          <UnwrappedEntries pasted={pasted} />
        </div>
      </div>
    </fieldset>
  )
}

/** What was read from entries with something around the identifier, so that nobody is named unseen. */
function UnwrappedEntries({ pasted: { unwrapped } }: Pick<IdentifiersFieldProps, 'pasted'>): ReactNode {
  if (unwrapped.length === 0) return null
  return (
    <details className={classes.read} open={unwrapped.length <= shownWrong}>
      <summary>{formatPlural(unwrapped.length, 'identifier')} read from a longer text</summary>
      <ul className={classes.wrong}>
        {unwrapped.slice(0, mostUnwrapped).map(({ line, text, values }) => (
          <li key={`${line} ${text}`}>
            Line {formatNumber(line)}: <strong>{values.join(', ')}</strong> from “<bdi>{text}</bdi>”
          </li>
        ))}
        {unwrapped.length > mostUnwrapped ? <li>and {formatNumber(unwrapped.length - mostUnwrapped)} more</li> : null}
      </ul>
    </details>
  )
}

function errorOf({ pasted, showEmpty, by }: IdentifiersFieldProps): string | null {
  if (pasted.wrong.length > 0)
    return `Every entry must be of the chosen kind. Correct the lines below or choose another kind.`
  if (pasted.identifiers.length > identifierLimit) {
    return `One list names ${formatNumber(identifierLimit)} people at most; this one names ${formatNumber(pasted.identifiers.length)}. Split it.`
  }
  return showEmpty && pasted.identifiers.length === 0 ? `Paste the ${kindWords[by].name.toLowerCase()}` : null
}
