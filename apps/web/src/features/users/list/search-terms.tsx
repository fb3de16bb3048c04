import { t } from '@lingui/core/macro'
import { Pill } from '@mantine/core'
import { resolveSearch, type UnknownValue } from '@muster/core/search/resolve-search'
import { formatSearch, formatTerm, parseSearch, type SearchTerm } from '@muster/core/search/search-query'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { botsQuery, groupsQuery, rolesQuery, useAccessLists } from '../../../lib/access.ts'
import classes from '../../../query/filter-pills.module.css'
import { Sentence } from '../../../ui/facts/sentence.tsx'
import { Notice } from '../../../ui/page/notice.tsx'
import { usersQuery } from '../queries.ts'
import { Suggestions } from './near-misses.tsx'

interface SearchTermsProps {
  /** The text of the search. */
  readonly typed: string
  readonly onChange: (typed: string) => void
}

function unknownWords({ field, value }: UnknownValue): string {
  switch (field) {
    case 'group':
      return t`No group has the name or ID “${value}”.`
    case 'role':
      return t`No role has the name or ID “${value}”.`
    case 'bot':
      return t`No bot has the name or ID “${value}”.`
    case 'status':
      return t`“${value}” is not a status. Use active, not-active, locked, suspended or unknown.`
    case 'is':
      return t`“${value}” is not known here. Use is:developer, is:bot-creator, is:elevated or is:unread.`
    case 'dormant':
      return t`“${value}” is not a number of days. Write dormant:90 for 90 days without a sign-in.`
  }
}

/** The lists of the account by ID; null until they are loaded. */
function useNames() {
  const lists = useAccessLists()
  const [groups, roles, bots] = [useQuery(groupsQuery).data, useQuery(rolesQuery).data, useQuery(botsQuery).data]
  if (groups === undefined || roles === undefined || bots === undefined) return null
  const byId = <T extends { readonly id: string }>(entries: readonly T[]) =>
    new Map(entries.map((one) => [one.id, one]))
  return {
    groups: byId(lists.groups),
    roles: byId(lists.roles),
    bots: byId(lists.bots),
    known: { groups: groups.reason === null, roles: roles.reason === null, bots: bots.reason === null },
  }
}

/** Whether a term finds users by access they lack. */
const isAboutMissing = ({ field, values, isNot }: SearchTerm): boolean =>
  field !== 'status' && field !== 'dormant' && isNot === values.length > 0 && !values.includes('unread')

/** The terms in the text of a search, each with a button that removes it, and suggestions for unknown names. */
export function SearchTerms({ typed, onChange }: SearchTermsProps): ReactNode {
  const names = useNames()
  const query = parseSearch(typed)
  if (query.terms.length === 0) return null
  const unknown = names === null ? [] : resolveSearch(query.terms, names).unknown
  const withTerms = (terms: readonly SearchTerm[]): void => onChange(formatSearch({ ...query, terms }))
  return (
    <>
      <div className={classes.pills}>
        {query.terms.map((term) => (
          <TermPill
            key={formatTerm(term)}
            text={formatTerm(term)}
            onRemove={() => withTerms(query.terms.filter((other) => other !== term))}
          />
        ))}
      </div>
      {query.terms.some(isAboutMissing) ? <UnreadUsersNote /> : null}
      {unknown.map((one) => (
        <DidYouMean
          key={`${one.field} ${one.value}`}
          unknown={one}
          onPick={(name) => withTerms(query.terms.map((term) => withValue(term, one, name)))}
        />
      ))}
    </>
  )
}

/** Users that a search by missing access does not find, if there are any, or if that is unknown. */
function UnreadUsersNote(): ReactNode {
  const { data, isPending } = useQuery(usersQuery({ q: 'is:unread' }, 1))
  if (isPending || data?.count.value === 0) return null
  return (
    <p className={classes.note}>
      {t`Users whose access is not read yet are not found by what they lack. Find them with is:unread.`}
    </p>
  )
}

function TermPill({ text, onRemove }: { readonly text: string; readonly onRemove: () => void }): ReactNode {
  const removeButton = { 'aria-label': t`Remove filter: ${{ filter: text }}`, 'aria-hidden': false, tabIndex: 0 }
  return (
    <Pill size="md" withRemoveButton removeButtonProps={removeButton} onRemove={onRemove}>
      <bdi data-untranslated>{text}</bdi>
    </Pill>
  )
}

function withValue(term: SearchTerm, { field, value }: UnknownValue, name: string): SearchTerm {
  if (term.field !== field) return term
  return { ...term, values: term.values.map((one) => (one === value ? name : one)) }
}

interface DidYouMeanProps {
  readonly unknown: UnknownValue
  readonly onPick: (name: string) => void
}

function DidYouMean({ unknown, onPick }: DidYouMeanProps): ReactNode {
  return (
    <Notice kind="warning">
      <Sentence text={unknownWords(unknown)} />{' '}
      {unknown.suggestions.length === 0 ? null : <Suggestions texts={unknown.suggestions} onPick={onPick} />}
    </Notice>
  )
}
