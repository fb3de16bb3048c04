import { Button, CloseButton, Select, TextInput } from '@mantine/core'
import type { UploadEntry, UploadIssueGroup } from '@muster/contracts/uploads'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useAccessLists } from '../../lib/access.ts'
import { formatPlural } from '../../lib/format.ts'
import { ErrorNote } from '../../ui/error-note.tsx'
import { fixWayOf, nameChoices } from './issue-causes.ts'
import classes from './issue-fix.module.css'
import { LevelIcon } from './level-icon.tsx'
import { fixRowsMutation } from './queries.ts'
import { useSuggestionName } from './use-suggestion-name.ts'

interface IssueFixProps {
  readonly upload: UploadEntry
  readonly group: UploadIssueGroup
  readonly canChange: boolean
  readonly onClose: () => void
}

/** Find and fix: one value at fault, put right in all its rows at once, or the rows left out. */
export function IssueFix({ upload, group, canChange, onClose }: IssueFixProps): ReactNode {
  const fix = useMutation(fixRowsMutation(upload.id, useQueryClient()))
  const nameOf = useSuggestionName()
  const way = fixWayOf(group)
  const rows = formatPlural(group.count, 'row')
  const apply = (replaceWith: string | null): void =>
    fix.mutate({ kind: 'issue', issue: group.key, replaceWith }, { onSuccess: onClose })
  return (
    <section className={classes.fix} aria-label="Fix this cause" data-level={group.level}>
      <div className={classes.head}>
        <LevelIcon level={group.level} size={16} />
        <h2 className={classes.title}>
          {group.title}
          {group.value === null ? null : (
            <>
              : <bdi>“{group.value}”</bdi>
            </>
          )}
        </h2>
        <span className={classes.rows}>{rows}</span>
        <CloseButton size="sm" aria-label="Show all rows" onClick={onClose} />
      </div>
      <p className={classes.remedy}>{group.remedy}</p>
      {canChange ? (
        <div className={classes.ways}>
          {group.suggestions.map((suggestion, at) =>
            way.choose === null ? null : (
              <Button
                key={suggestion}
                size="compact-sm"
                variant={at === 0 ? 'filled' : 'default'}
                disabled={fix.isPending}
                onClick={() => apply(suggestion)}
              >
                Use “{nameOf(group.code, suggestion)}” in {group.count === 1 ? 'this row' : `all ${rows}`}
              </Button>
            ),
          )}
          {way.choose === null ? null : (
            <OtherValue choose={way.choose} busy={fix.isPending} rows={rows} onUse={apply} />
          )}
          {way.mayClear ? (
            <Button size="compact-sm" variant="default" disabled={fix.isPending} onClick={() => apply('')}>
              Blank it
            </Button>
          ) : null}
          <Button size="compact-sm" variant="default" disabled={fix.isPending} onClick={() => apply(null)}>
            Leave {group.count === 1 ? 'the row' : `these ${rows}`} out
          </Button>
        </div>
      ) : null}
      <ErrorNote error={fix.error} />
    </section>
  )
}

interface OtherValueProps {
  readonly choose: 'group' | 'role' | 'bot' | 'text'
  readonly busy: boolean
  readonly rows: string
  readonly onUse: (value: string) => void
}

/** Another value than the suggested: picked from the account's names, or typed. */
function OtherValue({ choose, busy, rows, onUse }: OtherValueProps): ReactNode {
  const [value, setValue] = useState('')
  const lists = useAccessLists()
  const entries = { group: lists.groups, role: lists.roles, bot: lists.bots, text: [] }[choose]
  return (
    <form
      className={classes.other}
      onSubmit={(event) => {
        event.preventDefault()
        if (value.trim() !== '') onUse(value.trim())
      }}
    >
      {choose === 'text' ? (
        <TextInput
          size="xs"
          aria-label="Replace with"
          placeholder="Replace with"
          spellCheck={false}
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
        />
      ) : (
        <Select
          size="xs"
          searchable
          aria-label={`Replace with another ${choose}`}
          placeholder={`Another ${choose}`}
          nothingFoundMessage={`No ${choose} of that name`}
          limit={100}
          comboboxProps={{ width: 280, position: 'bottom-start' }}
          data={[...nameChoices(entries)]}
          value={value === '' ? null : value}
          onChange={(next) => setValue(next ?? '')}
        />
      )}
      <Button type="submit" size="xs" variant="default" disabled={value.trim() === ''} loading={busy}>
        Replace in {rows}
      </Button>
    </form>
  )
}
