import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, NativeSelect } from '@mantine/core'
import { userStatuses } from '@muster/contracts/search-values'
import { formatSearch, parseSearch } from '@muster/core/search/search-query'
import { type ReactNode, useState } from 'react'
import { type AccessLists, useAccessLists } from '../../../lib/access.ts'
import { formatNumber } from '../../../lib/format.ts'
import { statusWords } from '../../../lib/status-text.ts'
import { ChooseMany } from '../../../ui/form/choose-many.tsx'
import classes from './add-term.module.css'

const fields = [
  { value: 'group', label: msg`Group` },
  { value: 'role', label: msg`Role` },
  { value: 'bot', label: msg`Bot` },
  { value: 'status', label: msg`Status` },
] as const
type Field = (typeof fields)[number]['value']

const conditions = [
  { value: 'any', label: msg`is one of` },
  { value: 'not', label: msg`is none of` },
  { value: 'none', label: msg`is missing` },
] as const
type Condition = (typeof conditions)[number]['value']

interface Option {
  readonly value: string
  readonly label: string
}

interface Listed {
  readonly id: string
  readonly name: string
  readonly userCount: number
}

/** What a field can be, with the number of users. A name that several have is written as an ID. */
function optionsOf(field: Field, lists: AccessLists): readonly Option[] {
  if (field === 'status')
    return userStatuses.map((status) => ({ value: status.replaceAll('_', '-'), label: statusWords(status) }))
  const listed: readonly Listed[] = { group: lists.groups, role: lists.roles, bot: lists.bots }[field]
  const isUnique = ({ name }: Listed): boolean => listed.filter((one) => one.name === name).length === 1
  return listed.map((one) => ({
    value: isUnique(one) ? one.name : one.id,
    label: `${one.name} (${formatNumber(one.userCount)})`,
  }))
}

function withTerm(typed: string, term: ReturnType<typeof parseSearch>['terms'][number]): string {
  const query = parseSearch(typed)
  return formatSearch({ ...query, terms: [...query.terms, term] })
}

interface AddTermProps {
  /** The text of the search. */
  readonly typed: string
  readonly onChange: (typed: string) => void
}

/** Adds a term to the text of the search: one of several values, none of them, or nothing at all. */
export function AddTerm({ typed, onChange }: AddTermProps): ReactNode {
  const lists = useAccessLists()
  const [field, setField] = useState<Field>('group')
  const [condition, setCondition] = useState<Condition>('any')
  const [values, setValues] = useState<readonly string[]>([])
  const offered = conditions.filter(({ value }) => field !== 'status' || value !== 'none')
  const isNone = condition === 'none' && field !== 'status'
  const term = { field, values: isNone ? [] : values, isNot: condition === 'not' }
  return (
    <div className={classes.form}>
      <TermSelect
        label={t`Filter by`}
        options={fields}
        value={field}
        onChange={(next) => {
          setField(next)
          setValues([])
        }}
      />
      <TermSelect label={t`Condition`} options={offered} value={condition} onChange={setCondition} />
      {isNone ? null : (
        <ChooseMany
          key={field}
          className={classes.values ?? ''}
          aria-label={t`Values`}
          placeholder={values.length === 0 ? t`Choose values` : ''}
          limit={200}
          nothingFoundMessage={t`Nothing with this name or ID`}
          options={optionsOf(field, lists)}
          value={[...values]}
          onChange={setValues}
        />
      )}
      <Button disabled={!isNone && values.length === 0} onClick={() => onChange(withTerm(typed, term))}>
        <Trans>Add filter</Trans>
      </Button>
    </div>
  )
}

interface TermSelectProps<T extends string> {
  readonly label: string
  readonly options: readonly { readonly value: T; readonly label: MessageDescriptor }[]
  readonly value: T
  readonly onChange: (value: T) => void
}

function TermSelect<T extends string>({ label, options, value, onChange }: TermSelectProps<T>): ReactNode {
  return (
    <NativeSelect
      aria-label={label}
      data={options.map((option) => ({ value: option.value, label: i18n._(option.label) }))}
      value={value}
      onChange={(event) => {
        const next = options.find((option) => option.value === event.currentTarget.value)
        if (next !== undefined) onChange(next.value)
      }}
    />
  )
}
